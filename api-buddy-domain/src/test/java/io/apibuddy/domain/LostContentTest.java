package io.apibuddy.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.domain.exchange.Collaborators;
import io.apibuddy.ports.contract.FakeRequest;
import io.apibuddy.ports.contract.FakeUpstream;
import io.apibuddy.ports.contract.UpstreamAnswer;
import io.apibuddy.ports.http.ScratchSpace;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests whose buffered content cannot be read again, as when no more files can be opened. */
class LostContentTest {
  private static final FakeRequest LONG =
      FakeRequest.post("/api/x", "x".repeat(100_000), "Cache-Control", "no-store");

  private final FailingScratchSpace scratch = new FailingScratchSpace();

  /** Counts what is open; its content can be read as often as {@code readings} says. */
  private static final class FailingScratchSpace implements ScratchSpace {
    private final ScratchSpace memory = Collaborators.scratchSpaceInMemory();
    private int open;
    private int readings;
    private boolean withoutMemory;

    @Override
    public Scratch open() throws IOException {
      open++;
      Scratch scratch = memory.open();
      return new Scratch() {
        @Override
        public OutputStream output() {
          return scratch.output();
        }

        @Override
        public InputStream input() throws IOException {
          if (readings-- > 0) {
            return scratch.input();
          }
          if (withoutMemory) {
            throw new OutOfMemoryError("simulated");
          }
          throw new IOException("too many open files");
        }

        @Override
        public void close() {
          open--;
        }
      };
    }
  }

  private CoreFixture proxy() {
    return new CoreFixture(
        new FakeUpstream(UpstreamAnswer.of(200, CoreFixture.BODY)),
        UnaryOperator.identity(),
        builder -> builder.scratchSpace(scratch));
  }

  @ParameterizedTest
  @CsvSource({"no-store, 0", "no-store, 1", "max-age=600, 0", "max-age=600, 1", "max-age=600, 2"})
  void unreadableContentIsAnInternalErrorAndReleasesItsSpace(String wish, int readings)
      throws Exception {
    try (CoreFixture proxy = proxy()) {
      scratch.readings = readings;
      CoreFixture.Answer answer =
          proxy.ask(FakeRequest.post("/api/x", "x".repeat(100_000), "Cache-Control", wish));

      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.field("X-API-Buddy-Error")).isEqualTo("internal_error");
      assertThat(proxy.upstream.calls()).isZero();
      assertThat(scratch.open).isZero();
    }
  }

  @Test
  void unreadableContentReleasesItsSpaceOnOutOfMemoryToo() {
    try (CoreFixture proxy = proxy()) {
      scratch.withoutMemory = true;

      assertThatThrownBy(() -> proxy.ask(LONG)).isInstanceOf(OutOfMemoryError.class);
      assertThat(scratch.open).isZero();
    }
  }

  @Test
  void contentThatCanBeReadAgainIsForwarded() throws Exception {
    try (CoreFixture proxy = proxy()) {
      scratch.readings = 2;

      assertThat(proxy.ask(LONG).status()).isEqualTo(200);
      assertThat(scratch.open).isZero();
    }
  }
}
