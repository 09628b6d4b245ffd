/**
 * Makes test/fixtures/sound/: a short tone in every kind of file that is read, with tags. Needs ffmpeg and flac.
 *
 *   npx tsx runs/make-sound-fixtures.ts
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { memorySink, openWavWriter, wavFormat } from "../src/audio/index.ts";
import { SOUND_FIXTURES, type SoundFixture, toneSample } from "../test/support/sound-fixtures.ts";

const folder = new URL("../test/fixtures/sound/", import.meta.url).pathname;
mkdirSync(folder, { recursive: true });
const scratch = mkdtempSync(join(tmpdir(), "timbral-fixtures-"));
const wav = join(scratch, "tone.wav");
const cover = join(scratch, "cover.png");

execFileSync("ffmpeg", [..."-v error -f lavfi -i color=red:s=4x4 -frames:v 1".split(" "), cover]);
for (const fixture of SOUND_FIXTURES) {
  await writeTone(fixture);
  const out = join(folder, fixture.name);
  if (fixture.tool === "flac") {
    const tags = ["-T", "TITLE=Tone", "-T", "ARTIST=Timbral", "-T", "TRACKNUMBER=3"];
    execFileSync("flac", [
      "-s",
      "-f",
      "-8",
      "--no-padding",
      ...fixture.options,
      ...tags,
      `--picture=${cover}`,
      "-o",
      out,
      wav,
    ]);
    continue;
  }
  const pictures = fixture.hasPicture
    ? ["-i", cover, "-map", "0:a", "-map", "1:v", "-disposition:v", "attached_pic"]
    : [];
  const tags = ["-metadata", "title=Tone", "-metadata", "artist=Timbral", "-metadata", "track=3"];
  const exact = ["-fflags", "+bitexact", "-flags", "+bitexact"];
  execFileSync("ffmpeg", [
    "-v",
    "error",
    "-y",
    "-i",
    wav,
    ...pictures,
    ...tags,
    ...fixture.options,
    ...exact,
    out,
  ]);
}
rmSync(scratch, { recursive: true });

async function writeTone({ frameCount, channelCount, sampleRateHz, bits }: SoundFixture): Promise<void> {
  const sink = memorySink();
  const format = wavFormat({ bits, channelCount, sampleRateHz });
  const writer = await openWavWriter(sink, { format, frameCount });
  const channels = Array.from({ length: channelCount }, (_, c) =>
    Float64Array.from({ length: frameCount }, (_, i) => toneSample(c, i, sampleRateHz, bits)),
  );
  await writer.write(channels, frameCount);
  await writer.close();
  writeFileSync(wav, sink.bytes());
}
