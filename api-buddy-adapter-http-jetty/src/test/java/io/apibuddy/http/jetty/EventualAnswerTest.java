package io.apibuddy.http.jetty;

import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.contract.Gate;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ProxyResponse;
import java.io.ByteArrayInputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests responses that complete later, while no thread of the front end waits for them. */
@Timeout(60)
class EventualAnswerTest extends FrontendTestSupport {

  private final BlockingQueue<CompletableFuture<ProxyResponse>> begun = new LinkedBlockingQueue<>();
  private final AtomicInteger gone = new AtomicInteger();

  private void answerLater() {
    handler.eventual =
        request -> {
          request.onClientGone(gone::incrementAndGet);
          CompletableFuture<ProxyResponse> answer = new CompletableFuture<>();
          begun.add(answer);
          return answer;
        };
  }

  private CompletableFuture<ProxyResponse> next() throws InterruptedException {
    CompletableFuture<ProxyResponse> answer = begun.poll(30, TimeUnit.SECONDS);
    return answer == null ? Assertions.fail("no request came") : answer;
  }

  @Test
  void writesTheResponseWhenItsFutureCompletes() throws Exception {
    answerLater();
    try (RawConnection client = connect()) {
      client.send(GET);
      next().complete(handler.text("one"));
      assertThat(client.readMessage()).endsWith("one");
      client.send(GET);
      next().complete(handler.text("two"));
      assertThat(client.readMessage()).endsWith("two");
    }
    assertThat(handler.requests).as("requests handled on a worker").isEmpty();
    await().untilAsserted(() -> assertThat(handler.closed).hasValue(2));
  }

  @Test
  void writesACompletedResponseAtOnce() throws Exception {
    handler.eventual = request -> CompletableFuture.completedFuture(handler.text("now"));
    assertThat(exchange(GET + LAST_GET).split("now", -1)).hasSize(3);
  }

  @Test
  void handlesOnAWorkerARequestThatNeedsAThread() throws Exception {
    handler.eventual = request -> null;
    assertThat(exchange(LAST_GET)).endsWith("hello");
  }

  @Test
  void handlesPipelinedRequestsOneAfterAnother() throws Exception {
    answerLater();
    try (RawConnection client = connect()) {
      client.send(GET + GET);
      CompletableFuture<ProxyResponse> first = next();
      assertThat(begun).isEmpty();
      CompletableFuture<Thread> second = new CompletableFuture<>();
      handler.immediate =
          request -> {
            second.complete(Thread.currentThread());
            return null;
          };
      first.complete(handler.text("one"));
      next().complete(handler.text("two"));
      assertThat(second.join())
          .as("the thread that handles the next request")
          .isNotSameAs(Thread.currentThread());
      assertThat(client.readMessage()).endsWith("one");
      assertThat(client.readMessage()).endsWith("two");
    }
  }

  @Test
  void streamsAResponseThatIsNotInMemory() throws Exception {
    answerLater();
    try (RawConnection client = connect()) {
      client.send(LAST_GET);
      byte[] content = "streamed".getBytes(StandardCharsets.ISO_8859_1);
      next()
          .complete(
              handler.response(
                  200,
                  Body.Stream.of(new ByteArrayInputStream(content), content.length),
                  "Content-Length",
                  "8"));
      assertThat(client.readToEnd()).endsWith("streamed");
    }
  }

  @Test
  void answersAHandlerFailureWith500AndKeepsTheConnection() throws Exception {
    answerLater();
    try (RawConnection client = connect()) {
      client.send(GET);
      next().completeExceptionally(new IllegalStateException("a bug"));
      assertThat(client.readMessage()).startsWith("HTTP/1.1 500 ");
      handler.eventual =
          request -> {
            throw new IllegalStateException("another");
          };
      client.send(GET);
      assertThat(client.readMessage()).startsWith("HTTP/1.1 500 ");
      handler.eventual = null;
      client.send(GET);
      assertThat(client.readMessage()).endsWith("hello");
    }
  }

  @Test
  void noticesAClientThatLeavesBeforeTheResponse() throws Exception {
    answerLater();
    RawConnection client = connect().send(GET);
    CompletableFuture<ProxyResponse> answer = next();
    client.close();
    await().untilAsserted(() -> assertThat(gone).hasValue(1));
    answer.complete(handler.text("late"));
    await().untilAsserted(() -> assertThat(handler.closed).hasValue(1));
  }

  @Test
  void holdsNoWorkerWhileResponsesArePending() throws Exception {
    answerLater();
    var address = start(Map.of("max_workers", 1L));
    List<RawConnection> clients = new ArrayList<>();
    List<CompletableFuture<ProxyResponse>> answers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      clients.add(RawConnection.to(address).send(LAST_GET));
      answers.add(next());
    }
    answers.forEach(answer -> answer.complete(handler.text("hello")));
    for (RawConnection client : clients) {
      assertThat(client.readToEnd()).endsWith("hello");
      client.close();
    }
  }

  @Test
  void answers503IfNoWorkerIsFreeToStreamTheResponse() throws Exception {
    Gate gate = new Gate();
    handler.script =
        request -> {
          gate.pass();
          return handler.text("late");
        };
    var address = start(Map.of("max_workers", 1L));
    try (RawConnection busy = RawConnection.to(address).send(GET)) {
      gate.awaitArrival();
      answerLater();
      try (RawConnection client = RawConnection.to(address).send(GET)) {
        Body stream = Body.Stream.of(new ByteArrayInputStream(new byte[1]), 1);
        next().complete(handler.response(200, stream, "Content-Length", "1"));
        assertThat(client.readMessage()).startsWith("HTTP/1.1 503 ");
        assertThat(handler.replaced).hasValue(1);
      }
      gate.open();
      assertThat(busy.readMessage()).endsWith("late");
    }
  }

  @Test
  void closeLetsAnExchangeEndWithinTheGrace() throws Exception {
    answerLater();
    var address = start(Map.of("shutdown_grace", Duration.ofSeconds(20)));
    try (RawConnection client = RawConnection.to(address)) {
      client.send(GET);
      CompletableFuture<ProxyResponse> answer = next();
      CompletableFuture<Void> closing = CompletableFuture.runAsync(frontend()::close);
      answer.complete(handler.text("last"));
      assertThat(client.readToEnd()).endsWith("last");
      closing.get(30, TimeUnit.SECONDS);
    }
    assertThat(gone).hasValue(0);
  }

  @Test
  void closeResetsAnExchangeThatOutlivesTheGrace() throws Exception {
    answerLater();
    var address = start(Map.of("shutdown_grace", Duration.ofMillis(50)));
    try (RawConnection client = RawConnection.to(address)) {
      client.send(GET);
      CompletableFuture<ProxyResponse> answer = next();
      frontend().close();
      assertThat(gone).hasValue(1);
      int end;
      try {
        end = client.read();
      } catch (SocketException reset) {
        end = -1;
      }
      assertThat(end).isEqualTo(-1);
      answer.complete(handler.text("late"));
      assertThat(handler.closed).hasValue(1);
    }
  }
}
