package io.apibuddy.domain.content;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProtocolVersion;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/**
 * An upstream's response whose content, if it is short, is also given to a consumer once it has
 * been read to its end. Nothing is read because of that.
 *
 * @param body the content, which remembers what is read of it
 */
public record OverheardResponse(UpstreamResponse response, Body body) implements UpstreamResponse {

  /**
   * Returns a response to use in place of another one.
   *
   * @param maxLength the length of the longest content that is given to {@code listener}, in bytes
   * @param listener called at most once: at once if the content is in memory, otherwise by the
   *     thread that reads it to its end, before that thread learns of the end
   */
  public static UpstreamResponse of(
      UpstreamResponse response, int maxLength, Consumer<byte[]> listener) {
    if (response.body() instanceof Body.Stream stream) {
      return new OverheardResponse(response, new Content(stream, maxLength, listener));
    }
    if (response.body() instanceof Body.Bytes whole && whole.length() <= maxLength) {
      listener.accept(whole.toByteArray());
    }
    return response;
  }

  @Override
  public ResponseHead head() {
    return response.head();
  }

  @Override
  public ProtocolVersion version() {
    return response.version();
  }

  @Override
  public void close() {
    response.close();
  }

  private static final class Content extends BlockInputStream implements Body.Stream {
    private final Body.Stream content;
    private final int maxLength;
    private final Consumer<byte[]> listener;
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream(1024);
    private boolean done; // the end was reached, or the content is too long

    Content(Body.Stream content, int maxLength, Consumer<byte[]> listener) {
      super(content.stream());
      this.content = content;
      this.maxLength = maxLength;
      this.listener = listener;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
      int read = in.read(target, offset, count);
      if (!done && read < 0) {
        done = true;
        listener.accept(heard.toByteArray());
      } else if (!done) {
        done = heard.size() + read > maxLength;
        heard.write(target, offset, done ? 0 : read);
      }
      return read;
    }

    @Override
    public InputStream stream() {
      return this;
    }

    @Override
    public long length() {
      return content.length();
    }

    @Override
    public Headers trailers() {
      return content.trailers();
    }

    @Override
    public void close() {
      content.close();
    }
  }
}
