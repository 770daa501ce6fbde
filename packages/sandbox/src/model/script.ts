import { argumentsFor } from './arguments.ts';
import type { ChatRequest, Message, Reply, Tool } from './chat.ts';
import { longAnswer, resultAnswer, shortAnswer, type Language } from './sentences.ts';

const weather = /weather|forecast|temperature|날씨|기온|일기예보/i;
const mail = /\be-?mails?\b|\bmails?\b|메일/i;
const cities =
  /\b(seoul|busan|incheon|daegu|daejeon|gwangju|jeju|tokyo|osaka|beijing|shanghai|singapore|london|paris|berlin|madrid|rome|sydney|seattle|new york|san francisco)\b|(서울|부산|인천|대구|대전|광주|제주|도쿄|오사카|베이징|상하이|싱가포르|런던|파리|베를린|로마|시드니|시애틀|뉴욕)/i;

/**
 * What the scripted model says: calls a weather tool when it is asked for a city's weather and a mail tool when it is asked to
 * write to somebody, tells a tool's result, counts or writes at length when asked to, else a short reply that shows what arrived.
 */
export function scripted({ messages, tools, toolChoice }: ChatRequest): Reply {
  const question = lastOf(messages, 'user');
  const instructions = messages
    .filter(({ role }) => role === 'system' || role === 'developer')
    .map(({ text }) => text)
    .join('\n');
  const language = languageOf(question, instructions);
  const place = placeIn(question);
  const results = trailingResults(messages);
  if (results.length > 0) return { text: resultAnswer(results, place, language) };
  const tool = toolFor(question, place, tools, toolChoice);
  if (tool)
    return {
      tool: tool.name,
      arguments: JSON.stringify(
        argumentsFor(tool.parameters, place ?? question, letterIn(question)),
      ),
    };
  const long = longAnswer(question, language);
  return { text: long ?? shortAnswer(question, instructions, language) };
}

const isKorean = (text: string) => /[\uac00-\ud7a3]/.test(text);

/** The question's, unless the instructions name one. */
function languageOf(question: string, instructions: string): Language {
  if (/(in|use) korean|한국어로/i.test(instructions)) return 'ko';
  if (/(in|use) english|영어로/i.test(instructions)) return 'en';
  return isKorean(question) ? 'ko' : 'en';
}

const lastOf = (messages: Message[], role: string) =>
  messages.findLast(message => message.role === role)?.text ?? '';

/** Results of the tools that the last assistant message called. */
function trailingResults(messages: Message[]): string[] {
  const start = messages.findLastIndex(({ role }) => role !== 'tool') + 1;
  return messages.slice(start).map(({ text }) => text);
}

function toolFor(
  question: string,
  place: string | undefined,
  tools: Tool[],
  choice: ChatRequest['toolChoice'],
): Tool | undefined {
  if (choice === 'none') return undefined;
  if (typeof choice === 'object') return tools.find(({ name }) => name === choice.name);
  const about = (subject: RegExp) =>
    tools.find(({ name, description }) =>
      subject.test(`${name.replaceAll('_', ' ')} ${description}`),
    );
  if (mail.test(question) && letterIn(question).to) return about(mail);
  if (choice === 'required') return about(weather) ?? tools[0];
  return weather.test(question) && place ? about(weather) : undefined;
}

/** "Send a mail to ada@example.com about lunch saying see you at noon", by the names that such a tool's parameters have. */
function letterIn(question: string): Record<string, string> {
  const to = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/.exec(question)?.[0];
  const subject = /\babout (.+?)(?: saying |[.:]|$)/i.exec(question)?.[1];
  const body = /\bsaying (.+)$/is.exec(question)?.[1] ?? (to && question);
  return Object.fromEntries(
    Object.entries({ to, subject: subject ?? (to && 'Hello'), body }).filter(([, text]) => text),
  ) as Record<string, string>;
}

/** A known city, or what stands where a place stands: "the weather in X", "X(의) 날씨". */
function placeIn(question: string): string | undefined {
  const known = cities.exec(question);
  if (known) return known[0];
  const english = /\b(?:in|at|for|of) ((?:[A-Z][\p{L}'-]+ ?){1,3})/u.exec(question)?.[1];
  const korean = /([가-힣]{2,})(?:의|은|는)? ?(?:오늘|내일|현재)? ?(?:의 )?(?:날씨|기온)/.exec(
    question,
  )?.[1];
  return english?.trim() ?? korean?.replace(/(?:의|은|는)$/, '');
}
