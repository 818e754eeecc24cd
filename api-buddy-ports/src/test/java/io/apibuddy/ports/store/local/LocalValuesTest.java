package io.apibuddy.ports.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.contract.DraftBuilder;
import io.apibuddy.ports.contract.Entries;
import io.apibuddy.ports.digest.Sha256;
import io.apibuddy.ports.store.StoredRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalValuesTest {
  @TempDir Path directory;

  @Test
  void timesBeyondMillisecondsSaturate() {
    assertThat(Millis.of(Instant.MAX)).isEqualTo(Long.MAX_VALUE);
    assertThat(Millis.of(Instant.MIN)).isEqualTo(Long.MIN_VALUE);
    assertThat(Millis.of(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(Long.MAX_VALUE);
    assertThat(Millis.of(Duration.ofSeconds(Long.MIN_VALUE))).isEqualTo(Long.MIN_VALUE);
    assertThat(Millis.of(Instant.ofEpochSecond(1, 2_999_999))).isEqualTo(1002);
  }

  @Test
  void chunksCoverTheContent() {
    assertThat(Chunking.count(0)).isZero();
    assertThat(Chunking.count(1)).isEqualTo(1);
    assertThat(Chunking.count(Chunking.SIZE)).isEqualTo(1);
    assertThat(Chunking.count(Chunking.SIZE + 1L)).isEqualTo(2);
    assertThat(Chunking.count(Long.MAX_VALUE)).isEqualTo(1L << 47);
    assertThat(Chunking.size(0, Chunking.SIZE + 1L)).isEqualTo(Chunking.SIZE);
    assertThat(Chunking.size(1, Chunking.SIZE + 1L)).isEqualTo(1);
  }

  @Test
  void mostSimilarRequestsComeFirst() {
    StoredRequest model = DraftBuilder.draft("a", "/users/42").build().request();
    SimilarityRanking<String> first = ranked(new SimilarityRanking<>(model, 0, 3));
    SimilarityRanking<String> second = ranked(new SimilarityRanking<>(model, 3, 2));

    assertThat(first.page()).containsExactly("newer", "near", "far");
    assertThat(first.next()).isEqualTo("3");
    assertThat(second.page()).containsExactly("other domain", "other method");
    assertThat(second.next()).isNull();
  }

  @Test
  void pageBeyondTheLastIsEmpty() {
    StoredRequest model = DraftBuilder.draft("a", "/users/42").build().request();
    SimilarityRanking<String> ranking = ranked(new SimilarityRanking<>(model, Long.MAX_VALUE, 1));

    assertThat(ranking.page()).isEmpty();
    assertThat(ranking.next()).isNull();
  }

  private static SimilarityRanking<String> ranked(SimilarityRanking<String> ranking) {
    ranking.add("far", 1, "a", "GET", "/x");
    ranking.add("near", 2, "a", "GET", "/users/4");
    ranking.add("newer", 3, "a", "GET", "/users/41");
    ranking.add("other method", 4, "a", "POST", "/users/42");
    ranking.add("other domain", 5, "b", "GET", "/users/42");
    return ranking;
  }

  @Test
  void removedContentStaysUntilItsLastReaderCloses() {
    OpenBodies<Integer> bodies = new OpenBodies<>();
    bodies.open(1);
    bodies.open(1);
    bodies.open(2);

    assertThat(bodies.remove(entry -> entry != 2)).containsExactly(1);
    assertThat(bodies.close(1)).isFalse();
    assertThat(bodies.isRead(1)).isTrue();
    assertThat(bodies.close(1)).isTrue();
    assertThat(bodies.isRead(1)).isFalse();
    assertThat(bodies.close(2)).isFalse();
    bodies.open(1);
    assertThat(bodies.close(1)).isFalse();
  }

  @Test
  void damagedFilesAreGivenANameThatIsFree() throws IOException {
    Instant now = Instant.parse("2026-01-02T03:04:05Z");
    Path store = directory.resolve("store.db");
    Path first = QuarantinePath.beside(store, now);
    Files.createFile(first);

    assertThat(first).isEqualTo(directory.resolve("store.db.corrupt-20260102T030405Z"));
    assertThat(QuarantinePath.beside(store, now)).hasFileName(first.getFileName() + "-2");
    assertThat(QuarantinePath.within(store, now))
        .isEqualTo(store.resolve("corrupt-20260102T030405Z"));
  }

  @Test
  void digestsAreEqualByTheirBytes() {
    KeyDigest digest = KeyDigest.of(Entries.key("a", "/x"));

    assertThat(KeyDigest.restored(digest.bytes())).isEqualTo(digest).hasSameHashCodeAs(digest);
    assertThat(KeyDigest.of("GET", "/x")).isNotEqualTo(digest).isEqualTo(KeyDigest.of("GET", "/x"));
  }

  /** Stores keep this digest on disk: if it changed, no stored entry would be found any more. */
  @Test
  void targetDigestIsSha256OfMethodAndTarget() {
    byte[] digest = Sha256.digest("GET /x".getBytes(StandardCharsets.US_ASCII));

    assertThat(KeyDigest.of("GET", "/x").bytes()).isEqualTo(digest);
    assertThat(KeyDigest.restored(digest).prefix()).isEqualTo(ByteBuffer.wrap(digest).getLong());
  }
}
