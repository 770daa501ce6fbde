export type Language = 'ko' | 'en';

/** "count to 20", "20까지 세어 줘", "a long answer": many words, for who wants to see a stream or stop one. */
export function longAnswer(question: string, language: Language): string | undefined {
  const upTo = /count (?:up )?(?:from \d+ )?to (\d{1,4})|(\d{1,4})까지/i.exec(question);
  if (upTo) {
    const last = Number(upTo[1] ?? upTo[2]);
    return `${Array.from({ length: last }, (_, index) => index + 1).join(', ')}.`;
  }
  if (!/\blong\b|essay|story|in detail|길게|긴 |자세히/i.test(question)) return undefined;
  const sentence =
    language === 'ko'
      ? (n: number) => `${n}번째 문장입니다: 답변이 한 단어씩 도착하는 것을 볼 수 있습니다.`
      : (n: number) => `This is sentence ${n} of a long answer, so that one can watch it arrive.`;
  return Array.from({ length: 40 }, (_, index) => sentence(index + 1)).join(' ');
}

/** A reply that shows what arrived: the question, and the language of the instructions. */
export function shortAnswer(question: string, instructions: string, language: Language): string {
  const subject = question.trim().replace(/\s+/g, ' ').slice(0, 200) || '…';
  const korean = /[\uac00-\ud7a3]/.test(instructions);
  if (language === 'ko') {
    const given = instructions ? ` 제 지침은 ${korean ? '한국어' : '영어'}로 쓰여 있습니다.` : '';
    return `"${subject}"라고 하셨네요. 저는 정해진 대본대로 답하는 샌드박스 모델입니다.${given} 도시의 날씨를 물어보시거나 긴 답변을 요청해 보세요.`;
  }
  const given = instructions ? ` My instructions are in ${korean ? 'Korean' : 'English'}.` : '';
  return `You said: "${subject}" I am the sandbox's scripted model.${given} Ask me for the weather of a city, or for a long answer.`;
}

/** Tells what tools answered, in words. */
export function resultAnswer(
  results: string[],
  place: string | undefined,
  language: Language,
): string {
  const told = results.map(result => toldIn(parsed(result), language)).join(' ');
  if (language === 'ko') return `${place ? `${place}: ` : ''}${told}`;
  return `${place ? `Here is what I found for ${place}: ` : 'Here is what I found: '}${told}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const koreanWords: Record<string, string> = {
  temperature: '기온',
  sky: '하늘',
  humidity: '습도',
  wind: '바람',
  condition: '상태',
};

/** `{ temperatureC: 13, sky: 'sunny', note: 'Sample data.' }` → `temperature 13 °C, sky sunny. Sample data.` */
function toldIn(value: unknown, language: Language): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return value.map(one => toldIn(one, language)).join(', ');
  const facts: string[] = [];
  const remarks: string[] = [];
  for (const [key, one] of Object.entries(value)) {
    // Whose weather it is has been said.
    if (one === true || /^(city|location|place)$/.test(key)) continue;
    if (typeof one === 'string' && /[.!?]$/.test(one)) remarks.push(one);
    else facts.push(fact(key, one, language));
  }
  return [facts.length > 0 ? `${facts.join(', ')}.` : '', ...remarks].filter(Boolean).join(' ');
}

function fact(key: string, value: unknown, language: Language): string {
  const words = key
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .split(' ');
  const unit = { C: ' °C', Celsius: ' °C', F: ' °F', Percent: ' %', Kmh: ' km/h' }[
    words.at(-1) ?? ''
  ];
  const name = (unit ? words.slice(0, -1) : words).join(' ').toLowerCase();
  const shown = value === false ? (language === 'ko' ? '아니요' : 'no') : toldIn(value, language);
  return `${language === 'ko' ? (koreanWords[name] ?? name) : name} ${shown}${unit ?? ''}`;
}
