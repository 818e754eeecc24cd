package io.apibuddy.bootstrap.growth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The upstream. Below {@code /events} it sends an endless stream with one event a second that
 * contains the time of sending. Other answers have as many bytes as the first number of the target
 * says, and {@code no-store} below {@code nostore}. As a program it prints its port and runs until
 * it is killed.
 */
final class Origin implements AutoCloseable {
  private static final Pattern SIZE = Pattern.compile("/(\\d+)/");
  private static final int BACKLOG = 4_096;
  private static final long PACE = TimeUnit.SECONDS.toNanos(1);

  private final EventLoop loop = new EventLoop("origin");
  private final ServerSocketChannel listener = ServerSocketChannel.open();

  /** Ordered by the time of their next event. */
  private final Queue<Served> streams = new ArrayDeque<>();

  private final AtomicLong answers = new AtomicLong();

  public static void main(String[] arguments) throws Exception {
    try (Origin origin = new Origin()) {
      System.out.println(origin.port());
      new CountDownLatch(1).await();
    }
  }

  Origin() throws IOException {
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    listener.configureBlocking(false);
    EventLoop.Ready accept = (key, buffer) -> new Served().accept(listener.accept());
    loop.execute(() -> register(accept));
    loop.everyTurn(this::tell);
  }

  int port() {
    return listener.socket().getLocalPort();
  }

  String url() {
    return "http://127.0.0.1:" + port();
  }

  /** Returns the number of requests. */
  long answers() {
    return answers.get();
  }

  @Override
  public void close() {
    loop.close();
  }

  private void register(EventLoop.Ready accept) {
    try {
      listener.register(loop.selector(), SelectionKey.OP_ACCEPT, accept);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void tell() {
    long now = System.nanoTime();
    for (Served next = streams.peek(); next != null && next.due <= now; next = streams.peek()) {
      streams.remove();
      if (next.isOpen()) {
        next.tell(now);
        streams.add(next);
      }
    }
  }

  /** A connection from the proxy. */
  private final class Served extends Connection {
    private final StringBuilder head = new StringBuilder();
    private long due;

    Served() {
      super(loop);
    }

    @Override
    void received(ByteBuffer bytes) {
      head.append(StandardCharsets.ISO_8859_1.decode(bytes));
      if (head.indexOf("\r\n\r\n") >= 0) {
        String target = head.substring(head.indexOf(" ") + 1, head.indexOf(" HTTP/"));
        head.setLength(0);
        answers.incrementAndGet();
        answer(target);
      }
    }

    @Override
    void ended() {}

    private void answer(String target) {
      if (target.startsWith("/events")) {
        send(ascii("Content-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"));
        due = System.nanoTime() + PACE;
        streams.add(this);
      } else {
        Matcher size = SIZE.matcher(target);
        int length = size.find() ? Integer.parseInt(size.group(1)) : 0;
        String fields =
            "Content-Type: application/json\r\nContent-Length: "
                + length
                + "\r\nCache-Control: "
                + (target.contains("/nostore/") ? "no-store" : "max-age=3600")
                + "\r\n\r\n";
        ByteBuffer whole = ByteBuffer.allocate(64 + fields.length() + length);
        whole.put(ascii(fields));
        whole.position(whole.position() + length);
        send(whole.flip());
      }
    }

    private void tell(long now) {
      String event = "data: " + now + "\n\n";
      send(
          StandardCharsets.US_ASCII.encode(
              Integer.toHexString(event.length()) + "\r\n" + event + "\r\n"));
      due += PACE;
    }

    private ByteBuffer ascii(String fields) {
      return StandardCharsets.US_ASCII.encode("HTTP/1.1 200 OK\r\n" + fields);
    }
  }
}
