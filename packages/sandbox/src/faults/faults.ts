import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Store } from '../state/store.ts';
import { requireRoom, type FaultRoom } from './rooms.ts';
import { isSwitchOf, switchRule } from './switches.ts';
import { breakWire } from './wire.ts';
import { ofArm, parseRules, type ArmFault, type FaultRule } from './rule.ts';

/** A fault that only the room itself can make; {@link strike} tells that it does so now. */
export interface Effect {
  answer: ArmFault;
  /** Uses the rule once. @returns false when the rule is used up, or lets this one through */
  strike(): boolean;
}
export type Listener = (
  request: IncomingMessage,
  response: ServerResponse,
  effect?: Effect,
) => void;

type OperationOf = (path: string) => string | undefined;

/** A rule, what is left of it (`times` counts down to 0), and how often it has struck. */
type RuleInForce = FaultRule & { struck: number };

/** Which call fails, how and how often; kept in the store. */
export interface Faults {
  /** Every rule, used up or not. */
  list(): RuleInForce[];
  /** Replaces all rules. @throws with a sentence when they are no rules */
  set(rules: unknown): void;
  /**
   * Has a room fail in one of the ways that it is known for, or (without a name) not any more; rules that were set in another way
   * stay, and come after.
   * @throws with a sentence when there is no such room or fault
   */
  turn(room: unknown, fault?: unknown): void;
  /**
   * A room's listener that fails as the rules say; the first rule that matches decides.
   * @param operationOf the id of the resource that the operation at a path is on; undefined where there is none
   */
  wrap(room: FaultRoom, listener: Listener, operationOf?: OperationOf): Listener;
}

export function createFaults(store: Store): Faults {
  const kept = store.collection<RuleInForce[]>('faults');
  let rules = kept.get('rules') ?? [];
  let patterns = compiled(rules);

  /** Uses a rule once, first its `skip`. */
  function strike(rule: RuleInForce): boolean {
    if (rule.times === 0) return false;
    const { skip } = rule.match;
    if (skip) rule.match.skip = skip - 1;
    else {
      rule.struck += 1;
      if (rule.times !== undefined) rule.times -= 1;
    }
    kept.put('rules', rules);
    return !skip;
  }

  const hasStruck = (name: string) => rules.some(one => one.name === name && one.struck > 0);

  const matching = (
    room: FaultRoom,
    { method, url = '' }: IncomingMessage,
    operationOf: OperationOf,
  ): RuleInForce[] =>
    rules.filter(
      ({ match, times }, at) =>
        times !== 0 &&
        match.room === room &&
        (!match.method || match.method.toUpperCase() === method) &&
        patterns[at].path.test(url) &&
        (match.after === undefined || hasStruck(match.after)) &&
        (!patterns[at].operationOf ||
          patterns[at].operationOf.test(operationOf(pathOf(url)) ?? '')),
    );

  return {
    list: () => structuredClone(rules),
    set(asked) {
      rules = parseRules(asked).map(rule => ({ ...rule, struck: 0 }));
      patterns = compiled(rules);
      kept.put('rules', rules);
    },
    turn(name, fault) {
      const room = requireRoom(name);
      const on = fault === undefined ? [] : [{ ...switchRule(room, fault), struck: 0 }];
      rules = [...on, ...rules.filter(rule => !isSwitchOf(rule, room))];
      patterns = compiled(rules);
      kept.put('rules', rules);
    },
    wrap:
      (room, listener, operationOf = () => undefined) =>
      (request, response) => {
        for (const rule of matching(room, request, operationOf)) {
          const { answer } = rule;
          if (ofArm(answer)) {
            listener(request, response, { answer, strike: () => strike(rule) });
            return;
          }
          if (!strike(rule)) continue;
          breakWire(room, answer, { request, response, go: () => listener(request, response) });
          return;
        }
        listener(request, response);
      },
  };
}

const compiled = (rules: FaultRule[]) =>
  rules.map(({ match }) => ({
    path: new RegExp(match.path ?? ''),
    operationOf: match.operationOf === undefined ? undefined : new RegExp(match.operationOf, 'i'),
  }));

const pathOf = (url: string) => decodeURIComponent(url.split('?')[0]);
