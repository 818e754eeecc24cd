package io.apibuddy.bootstrap.growth;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Clients with kept connections that each send a request as soon as the last one is answered. */
final class ClosedLoopLoad implements AutoCloseable {
  private static final long TIMEOUT = TimeUnit.SECONDS.toNanos(60);

  private final EventLoop loop = new EventLoop("load");
  private final int port;
  private final Supplier<String> targets;
  private final List<Asking> clients = new ArrayList<>(); // touched by the loop only
  private final AtomicInteger idle = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private volatile Latencies latencies = new Latencies();
  private volatile boolean asking;

  /**
   * The result of a measurement.
   *
   * @param answers the number of answers
   * @param perSecond answers per second
   * @param p50 the median response time in microseconds
   * @param p99 the 99th percentile of the response times in microseconds
   */
  record Result(int answers, double perSecond, double p50, double p99) {}

  /**
   * Makes clients of a port.
   *
   * @param targets supplies the next target; called on one thread
   */
  ClosedLoopLoad(int port, Supplier<String> targets) throws IOException {
    this.port = port;
    this.targets = targets;
  }

  /** Opens connections, each of which sends one request and then is idle. */
  ClosedLoopLoad open(int connections) throws InterruptedException {
    int before = idle.get();
    loop.execute(
        () -> {
          for (int i = 0; i < connections; i++) {
            Asking client = new Asking();
            clients.add(client);
            client.connect(port);
          }
        });
    awaitIdle(before + connections);
    return this;
  }

  /** Lets all clients send requests for a while. */
  Result askFor(Duration length) throws InterruptedException {
    int all = idle.get();
    begin();
    long begun = System.nanoTime();
    TimeUnit.NANOSECONDS.sleep(length.toNanos());
    Latencies measured = latencies;
    double seconds = (System.nanoTime() - begun) / 1e9;
    int count = measured.count();
    asking = false;
    awaitIdle(all);
    return new Result(count, count / seconds, measured.micros(50), measured.micros(99));
  }

  /** Lets all clients send requests until this is closed. */
  void begin() {
    latencies = new Latencies();
    asking = true;
    loop.execute(() -> clients.forEach(Asking::next));
  }

  /** Returns the number of answers since the last begin. */
  int answers() {
    return latencies.count();
  }

  /** Returns the number of answers that were missing or not 200. */
  int failures() {
    return failures.get();
  }

  @Override
  public void close() {
    loop.close();
  }

  private void awaitIdle(int count) throws InterruptedException {
    long deadline = System.nanoTime() + TIMEOUT;
    while (idle.get() < count) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(idle.get() + " of " + count + " clients were answered");
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  /** One client. */
  private final class Asking extends Connection {
    private static final String LENGTH = "\r\ncontent-length: ";

    private final StringBuilder head = new StringBuilder();
    private long missing = -1; // of the content; negative while the head is read
    private long begun;
    private boolean idling;

    Asking() {
      super(loop);
    }

    @Override
    void connected() {
      ask();
    }

    @Override
    void received(ByteBuffer bytes) {
      if (missing < 0) {
        head.append(StandardCharsets.ISO_8859_1.decode(bytes));
        int end = head.indexOf("\r\n\r\n");
        if (end < 0) {
          return;
        }
        missing = length(end) + end + 4 - head.length();
      } else {
        missing -= bytes.remaining();
      }
      if (missing <= 0) {
        latencies.add(System.nanoTime() - begun);
        missing = -1;
        head.setLength(0);
        idling = true;
        idle.incrementAndGet();
        if (asking) {
          next();
        }
      }
    }

    @Override
    void ended() {
      failures.incrementAndGet();
      missing = -1;
      head.setLength(0);
      if (idling) {
        idling = false;
        idle.decrementAndGet();
      }
      connect(port);
    }

    private void next() {
      idle.decrementAndGet();
      ask();
    }

    private void ask() {
      idling = false;
      begun = System.nanoTime();
      ask(port, targets.get());
    }

    private long length(int end) {
      if (head.indexOf(" 200 ") != "HTTP/1.1".length()) {
        failures.incrementAndGet();
      }
      String fields = head.substring(0, end).toLowerCase(Locale.ROOT) + "\r\n";
      int begin = fields.indexOf(LENGTH) + LENGTH.length();
      return Long.parseLong(fields.substring(begin, fields.indexOf("\r\n", begin)));
    }
  }
}
