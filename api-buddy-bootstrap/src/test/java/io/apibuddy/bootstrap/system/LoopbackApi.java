package io.apibuddy.bootstrap.system;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A real API on loopback that counts the calls of each path. */
public final class LoopbackApi implements AutoCloseable {

  /** Answers one call. */
  @FunctionalInterface
  public interface Resource {
    void answer(HttpExchange exchange) throws IOException, InterruptedException;
  }

  static {
    // Head and content are sent apart; without this the content would wait for the head's ACK.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
  private final String scheme;

  private LoopbackApi(HttpServer server, String scheme) {
    this.server = server;
    this.scheme = scheme;
    server.setExecutor(threads);
    server.start();
  }

  /** Starts an API over plain HTTP. */
  public static LoopbackApi http() throws IOException {
    return new LoopbackApi(HttpServer.create(anyPort(), 128), "http");
  }

  static LoopbackApi https(TestCertificates certificates) throws Exception {
    HttpsServer server = HttpsServer.create(anyPort(), 128);
    server.setHttpsConfigurator(new HttpsConfigurator(certificates.serverContext()));
    return new LoopbackApi(server, "https");
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** Answers a path and all below it with {@code resource}; returns this. */
  public LoopbackApi on(String path, Resource resource) {
    server.createContext(
        path,
        exchange -> {
          String called = exchange.getRequestMethod() + ' ' + exchange.getRequestURI();
          calls.computeIfAbsent(called, any -> new AtomicInteger()).incrementAndGet();
          try (exchange) {
            resource.answer(exchange);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    return this;
  }

  /** Returns a resource that answers 200 with a {@code Content-Length}. */
  public static Resource content(String mediaType, byte[] content) {
    return exchange -> {
      exchange.getRequestBody().readAllBytes();
      exchange.getResponseHeaders().set("Content-Type", mediaType);
      exchange.sendResponseHeaders(200, content.length);
      exchange.getResponseBody().write(content);
    };
  }

  /** Returns a resource that answers once {@code latch} is at zero, or fails after 30 s. */
  static Resource once(CountDownLatch latch, Resource answer) {
    return exchange -> {
      if (!latch.await(30, TimeUnit.SECONDS)) {
        throw new AssertionError("not all have come");
      }
      answer.answer(exchange);
    };
  }

  /** Returns its base URL. */
  public String url() {
    return scheme + "://localhost:" + server.getAddress().getPort();
  }

  int calls(String methodAndTarget) {
    @Nullable AtomicInteger count = calls.get(methodAndTarget);
    return count == null ? 0 : count.get();
  }

  /** Returns the number of all calls. */
  public int calls() {
    return calls.values().stream().mapToInt(AtomicInteger::get).sum();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
