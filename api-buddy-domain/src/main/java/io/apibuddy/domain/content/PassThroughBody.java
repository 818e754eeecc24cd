package io.apibuddy.domain.content;

import io.apibuddy.domain.fields.TrailerFields;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An upstream's content that streams past the store to the client. Closing it ends the exchange
 * with the upstream. Read by one thread.
 */
public final class PassThroughBody implements Body.Stream {
  private final UpstreamResponse upstream;
  private final Body sent;
  private final Consumer<IOException> onBreakOff;
  private @Nullable InputStream stream;
  private boolean reported;

  /**
   * Creates a body.
   *
   * @param sent the request's content, closed together with this body
   * @param onBreakOff called once if the content breaks off before its end
   */
  public PassThroughBody(UpstreamResponse upstream, Body sent, Consumer<IOException> onBreakOff) {
    this.upstream = upstream;
    this.sent = sent;
    this.onBreakOff = onBreakOff;
  }

  /**
   * Returns the body to send. If the content is in memory, that is the content itself, and the
   * connection to the upstream is released at once.
   */
  public Body content() {
    Body content = upstream.body();
    if (!(content instanceof Body.Bytes)) {
      return this;
    }
    close();
    return content;
  }

  @Override
  public long length() {
    return upstream.body().length();
  }

  @Override
  public InputStream stream() {
    InputStream watched = stream;
    if (watched == null) {
      watched = new Watched(upstream.body().stream());
      stream = watched;
    }
    return watched;
  }

  @Override
  public Headers trailers() {
    return TrailerFields.of(upstream.body());
  }

  @Override
  public void close() {
    upstream.close();
    sent.close();
  }

  private final class Watched extends BlockInputStream {
    private Watched(InputStream source) {
      super(source);
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
      try {
        return in.read(target, offset, count);
      } catch (InterruptedIOException e) {
        throw e; // the reader was interrupted; the upstream did not fail
      } catch (IOException e) {
        if (!reported) {
          reported = true;
          onBreakOff.accept(e);
        }
        throw e;
      }
    }
  }
}
