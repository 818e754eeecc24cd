package io.apibuddy.bootstrap.growth;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that each read an endless stream of the origin and measure the delay of its events. */
final class EventStreamClients implements AutoCloseable {
  private final EventLoop loop = new EventLoop("streams");
  private final int port;
  private final String prefix;
  private final AtomicInteger failures = new AtomicInteger();
  private volatile Latencies latencies = new Latencies();

  /**
   * Makes no clients yet.
   *
   * @param prefix the part of the path before {@code /events}
   */
  EventStreamClients(int port, String prefix) throws IOException {
    this.port = port;
    this.prefix = prefix;
  }

  /** Opens more streams. */
  void open(int streams) {
    loop.execute(
        () -> {
          for (int i = 0; i < streams; i++) {
            new Stream(i).connect(port);
          }
        });
  }

  /** Discards the delays measured so far. */
  void reset() {
    latencies = new Latencies();
  }

  /** Returns the delays between sending and arrival of events. */
  Latencies latencies() {
    return latencies;
  }

  /** Returns how many streams ended. */
  int failures() {
    return failures.get();
  }

  @Override
  public void close() {
    loop.close();
  }

  private final class Stream extends Connection {
    private static final String BEFORE = "data: ";

    private final int number;
    private int seen; // matched characters of BEFORE
    private long time;

    Stream(int number) {
      super(loop);
      this.number = number;
    }

    @Override
    void connected() {
      ask(port, prefix + "/events/" + number);
    }

    @Override
    void received(ByteBuffer bytes) {
      long now = System.nanoTime();
      while (bytes.hasRemaining()) {
        char next = (char) bytes.get();
        if (seen == BEFORE.length() && Character.isDigit(next)) {
          time = time * 10 + (next - '0');
        } else if (seen == BEFORE.length()) {
          latencies.add(now - time);
          seen = 0;
          time = 0;
        } else {
          seen = next == BEFORE.charAt(seen) ? seen + 1 : 0;
        }
      }
    }

    @Override
    void ended() {
      failures.incrementAndGet();
    }
  }
}
