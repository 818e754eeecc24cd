package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ExchangeHandler;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProxyRequest;
import io.apibuddy.ports.http.ProxyResponse;
import io.apibuddy.ports.http.Rejection;
import io.apibuddy.ports.http.ResponseHead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A handler that a test scripts and that records the requests. */
final class TestHandler implements ExchangeHandler {

  interface Script {
    /** Answers a request; an immediate script returns null if it has no response. */
    @Nullable ProxyResponse answer(ProxyRequest request) throws InterruptedException, IOException;
  }

  interface Eventual {
    /** Begins to answer; returns null if a thread has to wait for the response. */
    @Nullable CompletableFuture<ProxyResponse> begin(ProxyRequest request);
  }

  final List<Rejection> rejections = new CopyOnWriteArrayList<>();
  final List<ProxyRequest> requests = new CopyOnWriteArrayList<>();
  final List<ProxyRequest> refused = new CopyOnWriteArrayList<>();
  final AtomicInteger closed = new AtomicInteger();
  final AtomicInteger replaced = new AtomicInteger();
  volatile Script script = request -> text("hello");
  volatile @Nullable Script immediate;
  volatile @Nullable Eventual eventual;

  @Override
  public ProxyResponse handle(ProxyRequest request) throws InterruptedException {
    requests.add(request);
    return Objects.requireNonNull(run(script, request));
  }

  @Override
  public Optional<ProxyResponse> handleImmediately(ProxyRequest request) {
    Script now = immediate;
    if (now == null) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(run(now, request));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Optional<CompletableFuture<ProxyResponse>> handleAsync(ProxyRequest request) {
    Eventual now = eventual;
    return now == null ? Optional.empty() : Optional.ofNullable(now.begin(request));
  }

  private static @Nullable ProxyResponse run(Script script, ProxyRequest request)
      throws InterruptedException {
    try {
      return script.answer(request);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public ProxyResponse rejected(Rejection rejection) {
    rejections.add(rejection);
    byte[] problem = ("{\"status\":" + rejection.status() + "}").getBytes(StandardCharsets.UTF_8);
    return response(
        rejection.status(),
        new Body.Bytes(problem),
        "Content-Type",
        "application/problem+json",
        "Content-Length",
        Integer.toString(problem.length));
  }

  @Override
  public ProxyResponse rejected(Rejection rejection, ProxyRequest request) {
    refused.add(request);
    return ExchangeHandler.super.rejected(rejection, request);
  }

  @Override
  public ProxyResponse rejected(Rejection rejection, ProxyResponse unsent) {
    replaced.incrementAndGet();
    return ExchangeHandler.super.rejected(rejection, unsent);
  }

  ProxyResponse text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return response(200, new Body.Bytes(bytes), "Content-Length", Integer.toString(bytes.length));
  }

  ProxyResponse response(int status, Body body, String... fields) {
    return response(new ResponseHead(status, Headers.of(fields)), body);
  }

  ProxyResponse response(ResponseHead head, Body body) {
    return new ProxyResponse() {
      @Override
      public ResponseHead head() {
        return head;
      }

      @Override
      public Body body() {
        return body;
      }

      @Override
      public void close() {
        closed.incrementAndGet();
        body.close();
      }
    };
  }
}
