package io.apibuddy.domain.exchange;

import io.apibuddy.domain.content.BlockInputStream;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProtocolVersion;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A checked upstream response: it is final and has a head, a version and a body. Whatever the
 * client throws while the content is read becomes an {@link IOException}. Read by one thread,
 * closed by any.
 */
final class GuardedResponse implements UpstreamResponse {
  private final UpstreamResponse response;
  private final ResponseHead head;
  private final ProtocolVersion version;
  private final Body body;
  private final Consumer<Throwable> onMistake;

  private GuardedResponse(UpstreamResponse response, Consumer<Throwable> onMistake) {
    this.response = response;
    this.onMistake = onMistake;
    String type = response.getClass().getName();
    head = Objects.requireNonNull(response.head(), () -> type + " has no head");
    if (head.status() < 200) {
      throw new IllegalStateException(type + " is an interim response, " + head.status());
    }
    version = Objects.requireNonNull(response.version(), () -> type + " has no version");
    Body content = Objects.requireNonNull(response.body(), () -> type + " has no body");
    body = content instanceof Body.Stream stream ? new Content(stream, onMistake) : content;
  }

  /**
   * Wraps a client's response.
   *
   * @param onMistake receives what the client throws from now on
   * @throws RuntimeException if the response is incomplete or not final; it is closed then
   */
  static UpstreamResponse of(UpstreamResponse response, Consumer<Throwable> onMistake) {
    Objects.requireNonNull(response, "nothing in place of a response");
    boolean taken = false;
    try {
      UpstreamResponse guarded = new GuardedResponse(response, onMistake);
      taken = true;
      return guarded;
    } finally {
      if (!taken) {
        quietly(response::close, onMistake);
      }
    }
  }

  /** Runs code of the client's that must not throw, and reports what it throws. */
  static void quietly(Runnable action, Consumer<Throwable> onMistake) {
    try {
      action.run();
    } catch (Exception | LinkageError e) {
      onMistake.accept(e);
    }
  }

  @Override
  public ResponseHead head() {
    return head;
  }

  @Override
  public ProtocolVersion version() {
    return version;
  }

  @Override
  public Body body() {
    return body;
  }

  @Override
  public void close() {
    quietly(response::close, onMistake);
  }

  private static final class Content implements Body.Stream {
    private final Body.Stream content;
    private final long length;
    private final InputStream guarded;
    private final Consumer<Throwable> onMistake;

    Content(Body.Stream content, Consumer<Throwable> onMistake) {
      this.content = content;
      this.onMistake = onMistake;
      this.length = content.length();
      this.guarded =
          new GuardedStream(
              Objects.requireNonNull(content.stream(), "a body without a stream"), onMistake);
    }

    @Override
    public long length() {
      return length;
    }

    @Override
    public InputStream stream() {
      return guarded;
    }

    @Override
    public Headers trailers() {
      try {
        return Objects.requireNonNull(content.trailers(), "nothing in place of trailers");
      } catch (Exception | LinkageError e) {
        onMistake.accept(e);
        return Headers.EMPTY;
      }
    }

    @Override
    public void close() {
      quietly(content::close, onMistake);
    }
  }

  private static final class GuardedStream extends BlockInputStream {
    private final Consumer<Throwable> onMistake;

    GuardedStream(InputStream source, Consumer<Throwable> onMistake) {
      super(source);
      this.onMistake = onMistake;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
      try {
        return in.read(target, offset, count);
      } catch (IOException e) {
        throw e;
      } catch (Exception | LinkageError e) {
        throw broken(e);
      }
    }

    @Override
    public int available() throws IOException {
      try {
        return super.available();
      } catch (IOException e) {
        throw e;
      } catch (Exception | LinkageError e) {
        throw broken(e);
      }
    }

    private IOException broken(Throwable mistake) {
      if (mistake instanceof InterruptedException) { // meant for the reading thread
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while reading");
      }
      onMistake.accept(mistake);
      return new IOException("the upstream client failed", mistake);
    }
  }
}
