import type { WordResolver } from "../word-meaning.ts";
import { readEnds, readPosition, readRange } from "./between.ts";
import { type Cursor, type Head, numbersFollowWords } from "./cursor.ts";
import { allow, type Draft, directed, scale, turn } from "./draft.ts";
import type { HeadLexeme, Lexeme } from "./lexemes.ts";
import { type Asked, askedBy, asksDirection, MOST_STRENGTH, plainAsked } from "./modifiers.ts";
import type { Modifier, ModifierName, PhraseNode } from "./tree.ts";

/** What a phrase holds beside its words of sound. */
export interface ReadLog {
  readonly targets: string[];
  readonly ignored: string[];
  readonly unused: string[];
}

/** Words of the grammar that steer the word of sound after them. */
const modifierNames: Readonly<Partial<Record<Lexeme["kind"], ModifierName>>> = {
  more: "more",
  less: "less",
  minus: "remove",
  too: "too much",
  overdo: "too much",
  lack: "not enough",
  enough: "enough",
  not: "not",
  notToo: "not too",
  without: "without",
  keep: "keep",
  opposite: "opposite",
  add: "add",
  remove: "remove",
};

/** Kinds that do nothing by themselves and need not be told. */
const silent: ReadonlySet<Lexeme["kind"]> = new Set<Lexeme["kind"]>([
  "determiner",
  "pronoun",
  "being",
  "up",
  "down",
  "out",
  "at",
  "to",
  "way",
  "closer",
]);

/** Kinds of which the name of a target is made: "on the lead vocal". */
const inTarget: ReadonlySet<Lexeme["kind"]> = new Set<Lexeme["kind"]>([
  "preposition",
  "determiner",
  "target",
  "unknown",
]);

/** Wishes that have a subject before them: "footsteps should be heavier". */
const modal =
  /^(should|must|ought|needs? to|has to|have to|could|might|may|debe|debería|deberia|deberían|tienen? que)\b/;

/** Degrees that a *not* before them makes milder: "don't make it so bright". */
const strongAfterNot =
  /^(so|so much|that|tan|tanto|tanta|muy|very|really|super|terribly|particularly|especially|mucho|mucha)$/;

/** Negations that belong to a wish, not to a report. */
const wishedNot =
  /^(shouldn't|shouldn't be|should not|mustn't|must not|must never|don't|dont|do not|never|never be|won't|wouldn't|can't|cannot|nunca|jamás|que no|no se)$/;

/** Reads a list of words of sound, as the whole phrase is one and what stands in parentheses. */
export class ListReader {
  private readonly cursor: Cursor;
  private readonly resolver: WordResolver;
  private readonly log: ReadLog;
  private readonly numbersFollow: boolean;
  private readonly parts: PhraseNode[] = [];
  /** Modifiers that wait for their word. */
  private pending: Modifier[] = [];
  /** What was asked of the word before; holds on until the phrase begins anew. */
  private reach: Asked | undefined;
  /** Terms since the phrase last began anew, and those of the piece before. */
  private recent: Draft[] = [];
  private before: Draft[] = [];
  /** "It sounds ..." was said; a wish ends it. */
  private isStatement = false;
  private isWish = false;
  private asksWhy = false;
  private afterPreposition = false;
  private afterAnd = false;
  /** Left of a "50/50". */
  private shares: readonly number[] = [];
  /** Unknown nouns that were taken for what the sound is done to. */
  private readonly asides: Lexeme[] = [];
  /** A region that something is said of. */
  private region: Head | undefined;

  constructor(cursor: Cursor, resolver: WordResolver, log: ReadLog) {
    this.cursor = cursor;
    this.resolver = resolver;
    this.log = log;
    this.numbersFollow = numbersFollowWords(cursor.lexemes);
  }

  /** Up to the end or the closing parenthesis. */
  read(): PhraseNode[] {
    for (let lexeme = this.cursor.take(); lexeme; lexeme = this.cursor.take()) {
      if (lexeme.kind === "sign" && lexeme.sign === ")") break;
      this.readOne(lexeme);
      if (!inTarget.has(lexeme.kind)) this.afterPreposition = false;
    }
    this.beginAnew();
    for (const { text, does } of this.pending) if (does !== "more") this.log.unused.push(text);
    if (this.parts.length === 0) {
      for (const lexeme of this.asides) this.addTerm(lexeme);
      for (const { text } of this.asides) this.log.targets.splice(this.log.targets.indexOf(text), 1);
    }
    return this.parts;
  }

  private readOne(lexeme: Lexeme): void {
    const { text } = lexeme;
    switch (lexeme.kind) {
      case "sign":
        this.readSign(lexeme.sign);
        break;
      case "head":
        this.readHead(lexeme);
        break;
      case "unknown":
        if (this.pending.length === 0 && (this.cursor.isTargetFrame || this.afterPreposition))
          this.setAside(lexeme);
        else this.addTerm(lexeme);
        break;
      case "than":
        if (this.cursor.next?.kind === "head") this.pending.push({ text, does: "without" });
        break;
      case "manner":
        this.log.unused.push(text);
        break;
      case "degree":
        this.readStrength({ text, does: checkedStrength(lexeme.value, text) });
        break;
      case "number":
        if (this.cursor.isNumberOfTarget) this.log.targets.push(`${this.log.targets.pop()} ${text}`);
        else this.readStrength({ text, does: checkedStrength(lexeme.value, text) }, this.numbersFollow);
        break;
      case "down":
        if (this.cursor.isSetDown) turn(this.recent.slice(-1), { text, does: "less" });
        break;
      case "split":
        this.shares = lexeme.values;
        break;
      case "between":
      case "from":
        this.readBetween(lexeme);
        break;
      case "turn":
        this.wish();
        this.pending.push({ text, does: this.cursor.senseOfTurn(text) });
        break;
      case "and":
        this.afterAnd = true;
        break;
      case "or":
        this.afterAnd = true;
        if (/^(ni|neither|nor)$/.test(text) && this.isDeniedAnew) this.pending.push({ text, does: "not" });
        break;
      case "break":
        this.beginAnew();
        break;
      case "be":
        this.takeSubject();
        if (!this.isWish && !this.pending.some(({ does }) => does === "without")) this.isStatement = true;
        break;
      case "why":
        this.asksWhy = true;
        this.isStatement = true;
        break;
      case "request":
        if (modal.test(text)) this.takeSubject();
        this.wish();
        break;
      case "preposition":
        this.afterPreposition = true;
        break;
      case "target":
        this.log.targets.push(text);
        if (this.isBare) this.isStatement = true; // "vox a bit honky"
        break;
      default:
        this.readModifier(lexeme);
        break;
    }
  }

  private readSign(sign: string): void {
    const sense = this.cursor.senseOfSign(sign);
    if (sense === "none") {
      if (sign === ":" && this.cursor.next?.kind !== "number") this.takeSubject(); // "menu clicks: softer"
      return;
    }
    if (sense === "open") {
      this.readParentheses();
      return;
    }
    const isListHeld = sign === "," && this.recent.length > 0 && this.cursor.isListToOr;
    if (isListHeld && this.pending.length === 0 && this.reach && isTurned(this.reach)) return;
    this.beginAnew();
    if (sense === "minus") this.pending.push({ text: "-", does: "remove" });
  }

  private readParentheses(): void {
    const number = this.cursor.takeNumberInParentheses();
    if (number) {
      const does = checkedStrength(number.value, number.text);
      scale(this.recent.slice(-1), [{ text: number.text, does }]);
      return;
    }
    const degrees = this.cursor.takeDegreesInParentheses();
    if (degrees) {
      for (const { text, value } of degrees) this.readStrength({ text, does: value });
      return;
    }
    const asked = this.askedOfNext();
    const isSteered = this.pending.length > 0;
    const parts = new ListReader(this.cursor, this.resolver, this.log).read();
    if (parts.length === 0) return;
    this.pending = [];
    if (!isSteered) {
      this.parts.push(...parts);
      return;
    }
    const group: Draft = { kind: "group", ...asked, parts };
    this.parts.push(group);
    this.recent.push(group);
    this.reach = asked;
  }

  private readHead(head: Head): void {
    const isObject = this.pending.length > 0;
    const isFollower = this.recent.length > 0 && !this.afterAnd;
    const isPlace = this.afterPreposition && isFollower && this.cursor.isNamed;
    const isSet = this.cursor.next?.kind === "up" || this.cursor.next?.kind === "down"; // "bass up treble down"
    if (
      head.isRegion &&
      !isObject &&
      !isSet &&
      (this.afterPreposition || isFollower || this.cursor.isSpokenOf)
    ) {
      this.log.targets.push(head.text);
      this.region = head;
    } else if (isPlace && !isObject && !head.isComparative && this.isNounThere(head)) {
      this.log.targets.push(head.text);
    } else if (head.isCommand && this.cursor.isOnFault) {
      this.pending.push({ text: head.text, does: "remove" });
    } else this.addTerm(head, head);
    this.afterAnd = false;
  }

  /** Whether a word after "on the" names a place: no fault, or a part of a name ("on the distortion pedal"). */
  private isNounThere({ meaning }: Head): boolean {
    return !meaning.isFault || this.cursor.next?.kind === "target";
  }

  /** A degree or number: of the word after it, or of those before where none follows. */
  private readStrength(modifier: Modifier, isBehind = false): void {
    const not = this.pending.findIndex(({ does }) => does === "not" || does === "without");
    if (not >= 0 && strongAfterNot.test(modifier.text)) {
      this.pending[not] = { text: `${this.pending[not]!.text} ${modifier.text}`, does: "not too" };
      return;
    }
    if (this.asksWhy && /^(so|tan|that)$/.test(modifier.text)) {
      this.pending.push({ text: modifier.text, does: "too much" });
      return;
    }
    const follows = isBehind || !this.cursor.hasWordAhead;
    if (follows && this.recent.length > 0 && this.pending.length === 0) scale(this.recent, [modifier]);
    else this.pending.push(modifier);
  }

  private readBetween(lexeme: Lexeme): void {
    const joint = lexeme.kind === "from" ? "to" : "and";
    const ends = readEnds(this.cursor, this.resolver, joint, this.log.ignored);
    if (!ends) {
      const range = readRange(this.cursor, joint);
      if (range) {
        this.readStrength({ text: range.text, does: checkedStrength(range.value, range.text) });
        return;
      }
      if (lexeme.kind === "from") this.afterPreposition = true;
      else this.log.unused.push(lexeme.text);
      return;
    }
    const said = this.pending.filter(({ does }) => typeof does === "number");
    const position = readPosition(this.cursor, said, ends);
    this.pending = this.pending.filter(({ does }) => typeof does !== "number" && does !== "more");
    this.parts.push({ kind: "between", position, ends });
  }

  private readModifier(lexeme: Lexeme): void {
    const { text } = lexeme;
    const does = modifierNames[lexeme.kind];
    if (does === undefined) {
      if (!silent.has(lexeme.kind)) this.log.ignored.push(text);
      return;
    }
    const isLast = !this.cursor.hasWordAhead;
    const hasTerms = this.recent.length > 0;
    if (does === "add" || does === "remove") {
      if (isLast && hasTerms && this.pending.length === 0 && lexeme.kind !== "minus") {
        if (does === "remove") turn(this.recent, { text, does }); // "treble cut"
        return;
      }
      if (isLast && "command" in lexeme && lexeme.command) {
        this.addTerm(lexeme, lexeme.command);
        return;
      }
      this.wish();
    } else if (does === "too much") {
      if (isLast && !this.region) {
        if (hasTerms && /^(de más|en exceso)$/.test(text)) turn(this.recent, { text, does });
        return; // "warm and bright too"
      }
      if (!this.isWish) this.isStatement = true;
    } else if (does === "enough" && hasTerms && isLast) {
      allow(this.recent, { text, does });
      return;
    } else if (does === "not" && wishedNot.test(text)) this.wish();
    else if (does === "not enough") {
      this.takeSubject();
      this.wish();
    }
    this.pending.push({ text, does: this.isReport(text) ? "not" : does });
  }

  /** "It has no bass", "no suena cálido": a *no* that reports instead of asking. */
  private isReport(text: string): boolean {
    if (text !== "no") return false;
    const next = this.cursor.next?.kind;
    return this.isStatement || next === "be" || next === "request" || next === "being" || next === "remove";
  }

  /** An unknown noun that names what the sound is done to, if anything else is asked; else it stays unknown. */
  private setAside(lexeme: Lexeme): void {
    this.log.targets.push(lexeme.text);
    this.asides.push(lexeme);
  }

  /** "Footsteps should ...", "the room is ...": the words before are what the sound is done to. */
  private takeSubject(): void {
    if (!this.cursor.hasWordAhead) return;
    const isVerb = this.pending.length === 1 && /^(add|remove)$/.test(String(this.pending[0]!.does));
    if (isVerb && this.recent.length === 0) {
      this.log.targets.push(this.pending[0]!.text); // "the drop needs energy"
      this.pending = [];
      return;
    }
    const isSubject = this.recent.every(
      (term) =>
        term.kind === "term" &&
        term.modifiers.length === 0 &&
        (!term.meaning?.isFault || this.cursor.previous?.text === term.text),
    );
    if (!isSubject || this.pending.length > 0 || this.recent.length === 0) return;
    for (const term of this.recent) {
      this.parts.splice(this.parts.indexOf(term as PhraseNode), 1);
      if (term.kind === "term") this.log.targets.push(term.text);
    }
    this.recent = [];
    this.reach = undefined;
  }

  /** Whether *nor* denies by itself: first of all, and where a degree follows ("ni muy oscuro"). */
  private get isDeniedAnew(): boolean {
    if (this.pending.length > 0) return false;
    return (
      this.recent.length === 0 || (this.cursor.next?.kind === "degree" && this.reach?.mode === "without")
    );
  }

  /** Whether nothing was said since the phrase last began anew. */
  private get isBare(): boolean {
    return !this.isWish && this.pending.length === 0 && this.recent.length === 0;
  }

  private wish(): void {
    this.isWish = true;
    this.isStatement = false;
  }

  private addTerm(place: Lexeme, head?: HeadLexeme): void {
    const said = head && this.isStatement ? this.reported(head) : this.pending;
    this.pending = said;
    const asked = this.askedOfNext(head?.isComparative);
    const [share = 1, ...shares] = this.shares;
    this.shares = shares;
    const inner = (head ? head.strength * head.sign : 1) * share;
    const { text, start, end } = place;
    const term: Draft = {
      ...{ kind: "term", text, start, end, modifiers: asked.modifiers },
      ...directed(asked.mode, asked.strength * inner),
      ...(head ? { meaning: head.meaning } : { suggestions: this.resolver.suggestions(text) }),
    };
    this.parts.push(term);
    this.recent.push(term);
    this.reach = asked;
    this.pending = [];
    this.afterAnd = false;
  }

  /** What is asked of the next word: by its own modifiers, or by those of the word before that still hold. */
  private askedOfNext(isComparative = false): Asked {
    const held = this.reach && this.recent.length > 0 ? this.reach : plainAsked;
    const base = isComparative && isTurned(held) ? plainAsked : held;
    if (this.pending.length === 0) return base;
    return askedBy(this.pending, asksDirection(this.pending) ? plainAsked : base);
  }

  /** Modifiers of a word in a statement: a fault is a complaint, a quality that is missing is asked for. */
  private reported(head: HeadLexeme): Modifier[] {
    const { isFault } = head.meaning;
    const isNegated =
      this.pending.some(({ does }) => does === "not") &&
      !this.pending.some(({ does }) => does === "too much");
    if (isNegated && !isFault) {
      return this.pending.map(({ text, does }) => ({ text, does: does === "not" ? "not enough" : does }));
    }
    const isHeld = this.recent.length > 0 && this.reach !== undefined && isTurned(this.reach);
    if (!isFault || asksDirection(this.pending) || (isHeld && this.pending.length === 0)) return this.pending;
    return [...this.pending, { text: head.meaning.word, does: "complaint" }];
  }

  /** Ends a piece: degrees that found no word after them are meant for the words before. */
  private beginAnew(): void {
    const terms = this.recent.length > 0 ? this.recent : this.before;
    if (this.pending.length > 0 && !asksDirection(this.pending)) {
      if (terms.length > 0) scale(terms, this.pending);
      else for (const { text } of this.pending) this.log.unused.push(text);
      this.pending = [];
    } else if (this.pending.length > 0 && this.region && this.recent.length === 0) {
      this.log.targets.splice(this.log.targets.lastIndexOf(this.region.text), 1);
      this.addTerm(this.region, this.region); // "the bass is too much"
    }
    if (this.recent.length > 0) this.before = this.recent;
    this.recent = [];
    this.reach = undefined;
    this.isWish = false;
    this.asksWhy = false;
    this.afterAnd = false;
    this.region = undefined;
  }
}

function isTurned({ mode, strength }: Asked): boolean {
  return mode !== "add" || strength < 0;
}

function checkedStrength(value: number, text: string): number {
  if (value <= MOST_STRENGTH) return value;
  throw new RangeError(`parsePhrase: a strength must be at most ${100 * MOST_STRENGTH} %, got "${text}"`);
}
