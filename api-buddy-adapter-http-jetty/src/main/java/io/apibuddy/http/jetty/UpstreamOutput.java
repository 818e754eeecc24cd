package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.upstream.UpstreamRequest;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;

/**
 * The sending side of an exchange with an upstream: writes the request as given. Content in memory
 * is written without blocking, on whichever thread finds the socket writable. A stream is written
 * on a thread that may block, which reads each piece when the one before it is written. Safe for
 * concurrent use.
 */
final class UpstreamOutput extends IteratingCallback {

  /** Receives the outcome of writing a request; at most one of its methods is called, once. */
  interface Listener {

    /** The whole request was written to the connection. */
    void sent();

    /** The content of the request could not be read. */
    void unreadable(Exception failure);

    /** The request could not be written to the connection. */
    void unwritable(Throwable failure);
  }

  /** Size of the pieces of content in memory: the JDK copies each out of the heap first. */
  private static final int PIECE_IN_MEMORY = 256 * 1024;

  private static final int PIECE_OF_STREAM = 16 * 1024;
  private static final ByteBuffer LINE_END = ascii("\r\n");
  private static final ByteBuffer LAST_CHUNK = ascii("0\r\n\r\n");

  /** Methods with {@code Content-Length} even without content (RFC 9110 section 8.6). */
  private static final Set<String> WITH_CONTENT = Set.of("POST", "PUT", "PATCH");

  private final UpstreamRequest request;
  private final Executor threads;
  private volatile boolean exhausted;
  private volatile boolean begun;
  private volatile boolean abandoned;
  private volatile long writingSince;
  private @Nullable EndPoint endPoint;
  private @Nullable Listener listener;
  private @Nullable HeadEncoder encoder;
  private @Nullable ByteBuffer head;
  private @Nullable ByteBuffer content;

  /**
   * Prepares to send {@code request}.
   *
   * @param threads runs tasks that may block
   */
  UpstreamOutput(UpstreamRequest request, Executor threads) {
    this.request = request;
    this.threads = threads;
  }

  /** Starts to send the request. Call this once. */
  void send(EndPoint to, Listener outcome) {
    endPoint = to;
    listener = outcome;
    HeadEncoder encoded = encodeHead();
    encoder = encoded;
    head = encoded.end();
    if (request.body() instanceof Body.Bytes bytes) {
      content = bytes.buffer();
      iterate();
      return;
    }
    try {
      threads.execute(() -> stream(to, outcome));
    } catch (RejectedExecutionException | OutOfMemoryError e) { // closed, or no thread for it
      outcome.unwritable(e);
    }
  }

  /** Returns for how many nanoseconds the kernel took nothing of what is being written, or 0. */
  long stalledFor(long now) {
    long since = writingSince;
    if (since == 0) {
      return 0;
    }
    long takenAt = UpstreamSocket.beneath(Objects.requireNonNull(endPoint)).takenAt();
    return Math.min(now - since, now - takenAt);
  }

  /** Returns whether the request has content, whose progress must be watched. */
  boolean hasContent() {
    return request.body().length() != 0;
  }

  /** Returns whether the whole request was handed over for writing. */
  boolean isExhausted() {
    return exhausted;
  }

  /** Ends a blocked read of the body; one that was not touched stays fit for another attempt. */
  void abandon() {
    abandoned = true;
    if (begun) {
      request.body().close();
    }
  }

  private HeadEncoder encodeHead() {
    HeadEncoder encoded =
        new HeadEncoder()
            .request(request.method(), request.target(), authority(request.origin()))
            .fields(request.headers());
    long length = request.body().length();
    if (length < 0) {
      encoded.field("Transfer-Encoding", "chunked");
    } else if (length > 0
        || request.body() instanceof Body.Stream
        || WITH_CONTENT.contains(request.method())) {
      encoded.field("Content-Length", Long.toString(length));
    }
    return encoded;
  }

  private static String authority(URI origin) {
    String host = origin.getHost().toLowerCase(Locale.ROOT);
    int port = HttpClient.normalizePort(origin.getScheme(), origin.getPort());
    int usual = HttpClient.normalizePort(origin.getScheme(), -1);
    return port == usual ? host : host + ":" + port;
  }

  /** Writes the next piece of content in memory; the head goes with the first. */
  @Override
  protected Action process() {
    ByteBuffer bytes = Objects.requireNonNull(content);
    EndPoint to = Objects.requireNonNull(endPoint);
    ByteBuffer first = head;
    head = null;
    if (first == null && !bytes.hasRemaining()) {
      writingSince = 0;
      return Action.SUCCEEDED;
    }
    int count = Math.min(bytes.remaining(), PIECE_IN_MEMORY);
    ByteBuffer piece = bytes.slice(bytes.position(), count);
    bytes.position(bytes.position() + count);
    exhausted = !bytes.hasRemaining();
    writingSince = hasContent() ? Math.max(1, System.nanoTime()) : 0;
    if (first == null) {
      to.write(this, piece);
    } else if (count == 0) {
      to.write(this, first);
    } else {
      to.write(this, first, piece);
    }
    return Action.SCHEDULED;
  }

  @Override
  protected void onCompleteSuccess() {
    Objects.requireNonNull(encoder).recycle();
    Objects.requireNonNull(listener).sent();
  }

  @Override
  protected void onCompleteFailure(Throwable cause) {
    Objects.requireNonNull(listener).unwritable(cause);
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  private void stream(EndPoint to, Listener outcome) {
    try {
      write(to, Objects.requireNonNull(head));
      begun = true;
      if (abandoned) {
        return;
      }
      byte[] piece = new byte[PIECE_OF_STREAM];
      long length = request.body().length();
      long total = 0;
      exhausted = length == 0;
      while (total != length) {
        int count;
        try {
          count = read(piece, length < 0 ? piece.length : Math.min(length - total, piece.length));
          if (count < 0 && length >= 0) {
            throw new EOFException("the request's body is shorter than its length");
          }
        } catch (IOException | RuntimeException e) {
          outcome.unreadable(e);
          return;
        }
        if (count < 0) {
          exhausted = true;
          writeContent(to, LAST_CHUNK.duplicate());
          break;
        }
        total += count;
        exhausted = total == length;
        ByteBuffer data = ByteBuffer.wrap(piece, 0, count);
        if (length < 0) {
          writeContent(to, ascii(Integer.toHexString(count) + "\r\n"), data, LINE_END.duplicate());
        } else {
          writeContent(to, data);
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      outcome.unwritable(e);
      return;
    }
    outcome.sent();
  }

  private int read(byte[] piece, long limit) throws IOException {
    int count;
    do {
      count = request.body().stream().read(piece, 0, (int) limit);
    } while (count == 0);
    return count;
  }

  private void writeContent(EndPoint to, ByteBuffer... buffers) throws IOException {
    writingSince = Math.max(1, System.nanoTime());
    write(to, buffers);
    writingSince = 0;
  }

  private static void write(EndPoint to, ByteBuffer... buffers) throws IOException {
    try (Blocker.Callback written = Blocker.callback()) {
      to.write(written, buffers);
      written.block();
    }
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)).asReadOnlyBuffer();
  }
}
