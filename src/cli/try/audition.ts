import type { Player } from "./find-players.ts";
import { type PlayEnd, type Playing, playSound } from "./play-sound.ts";

/** A sound to play. */
export interface PlayableSound {
  readonly path: string;
  readonly durationSeconds: number;
}

/** Plays one sound at a time, by the first player that can. */
export interface Audition {
  /** Who plays; undefined if nobody can. */
  readonly playerName: string | undefined;
  readonly isPlaying: boolean;
  /**
   * Plays in place of what is playing. Players that turn out to be unable are given up for the next.
   *
   * @param isLooping Asked at each end, whether to begin again.
   * @returns How it came to its end; `failed` tells of every player that was tried. Never rejects.
   */
  play(sound: PlayableSound, isLooping: () => boolean): Promise<PlayEnd>;
  stop(): Promise<void>;
}

/** @param players In the order in which to try them. */
export function createAudition(players: readonly Player[]): Audition {
  const left = [...players];
  let playing: Playing | undefined;
  let turn = 0; // the latest call of play or stop is the one that counts

  async function silence(): Promise<void> {
    const before = playing;
    playing = undefined;
    await before?.stop();
  }

  return {
    get playerName() {
      return left[0]?.name;
    },
    get isPlaying() {
      return playing !== undefined;
    },
    async play({ path, durationSeconds }, isLooping) {
      const own = ++turn;
      const isOver = (): boolean => own !== turn;
      await silence();
      const reasons: string[] = [];
      while (!isOver()) {
        const [player] = left;
        if (!player) return { kind: "failed", reason: reasons.join("; ") || "no player was found" };
        const current = playSound(player, path, durationSeconds);
        playing = current;
        const end = await current.ended;
        if (isOver()) break;
        playing = undefined;
        if (end.kind === "failed") {
          reasons.push(`${player.name}: ${end.reason}`);
          if (player.isChosen) return { kind: "failed", reason: reasons.join("; ") };
          left.shift();
        } else if (end.kind === "stopped" || !isLooping()) return end;
      }
      return { kind: "stopped" };
    },
    async stop() {
      turn++;
      await silence();
    },
  };
}
