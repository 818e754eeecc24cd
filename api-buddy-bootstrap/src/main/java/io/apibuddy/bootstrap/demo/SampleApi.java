package io.apibuddy.bootstrap.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A small HTTP API on the loopback address. It responds with a delay, as real APIs do, and counts
 * its requests.
 */
public final class SampleApi implements AutoCloseable {
  static final int EVENTS = 6;

  private static final Duration RESPONSE_DELAY = Duration.ofMillis(300);
  private static final Duration EVENT_INTERVAL = Duration.ofMillis(120);
  private static final int BACKLOG = 128;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger priceCalls = new AtomicInteger();

  private interface Resource {
    void answer(HttpExchange exchange) throws IOException, InterruptedException;
  }

  private SampleApi(HttpServer server) {
    this.server = server;
  }

  /** Starts an API on any free port of 127.0.0.1. */
  public static SampleApi start() throws IOException {
    SampleApi api =
        new SampleApi(
            HttpServer.create(
                new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0),
                BACKLOG));
    api.on("/weather", api.json("{\"weather\":\"sunny\",\"celsius\":21}"));
    api.on("/report", api.json("{\"report\":\"all is well\"}"));
    api.on("/rates", api.json("{\"rate\":1.08}"));
    api.on(
        "/chat",
        api.json(
            "{\"model\":\"sample-1\",\"answer\":\"A cache remembers what was said.\","
                + "\"usage\":{\"prompt_tokens\":1200,\"completion_tokens\":350}}"));
    api.on("/story", api::story);
    api.on("/prices", api::prices);
    api.server.setExecutor(api.threads);
    api.server.start();
    return api;
  }

  /** Returns the API's base URL, without a slash at the end. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Returns the number of requests so far. */
  public int calls() {
    return calls.get();
  }

  /** Stops the API and breaks off responses in progress. Further calls have no effect. */
  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void on(String path, Resource resource) {
    server.createContext(
        path,
        exchange -> {
          calls.incrementAndGet();
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            resource.answer(exchange);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the API is being closed
          }
        });
  }

  private Resource json(String content) {
    return exchange -> {
      if (stillOpenAfter(RESPONSE_DELAY)) {
        answer(exchange, 200, content);
      }
    };
  }

  /** Answers the first request with prices and all later ones with 503. */
  private void prices(HttpExchange exchange) throws IOException {
    boolean first = priceCalls.incrementAndGet() == 1;
    answer(exchange, first ? 200 : 503, first ? "{\"apple\":1.2}" : "{\"error\":\"out of order\"}");
  }

  private void story(HttpExchange exchange) throws IOException, InterruptedException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    OutputStream events = exchange.getResponseBody();
    for (int event = 1; event <= EVENTS && stillOpenAfter(EVENT_INTERVAL); event++) {
      events.write(("data: sentence " + event + "\n\n").getBytes(StandardCharsets.UTF_8));
      events.flush();
    }
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    byte[] content = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, content.length);
    exchange.getResponseBody().write(content);
  }

  private boolean stillOpenAfter(Duration time) throws InterruptedException {
    return !closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }
}
