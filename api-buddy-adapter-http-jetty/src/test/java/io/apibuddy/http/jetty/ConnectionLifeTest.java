package io.apibuddy.http.jetty;

import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.contract.EndlessStream;
import io.apibuddy.ports.contract.Eventually;
import io.apibuddy.ports.contract.Gate;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.HttpFrontend;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ConnectionLifeTest extends FrontendTestSupport {

  /** A fetch is given up three seconds after its last client has left. */
  private static final Duration SOON = Duration.ofSeconds(2);

  private final Gate gate = new Gate();
  private final AtomicInteger gone = new AtomicInteger();

  private void answerWhenReleased() {
    handler.script =
        request -> {
          request.onClientGone(gone::incrementAndGet);
          gate.pass();
          return handler.text("late");
        };
  }

  @Test
  void noticesAClientThatClosesWhileItsRequestIsHandled() throws Exception {
    answerWhenReleased();
    RawConnection client = connect().send(GET);
    gate.awaitArrival();
    client.close();
    Eventually.within(SOON, () -> gone.get() == 1);
    gate.open();
    await().until(() -> handler.closed.get() == 1);
    assertThat(gone).hasValue(1);
  }

  @Test
  void noticesAClientThatResetsWhileItsRequestIsHandled() throws Exception {
    answerWhenReleased();
    RawConnection client = connect().send(GET);
    gate.awaitArrival();
    client.reset();
    Eventually.within(SOON, () -> gone.get() == 1);
    gate.open();
    await().until(() -> handler.closed.get() == 1);
  }

  @Test
  void treatsAHalfClosedConnectionAsClientGoneButAnswersIt() throws Exception {
    answerWhenReleased();
    try (RawConnection client = connect()) {
      client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc");
      gate.awaitArrival();
      client.socket().shutdownOutput();
      Eventually.within(SOON, () -> gone.get() == 1);
      gate.open();
      assertThat(client.readToEnd()).endsWith("late");
    }
  }

  @Test
  void noticesAClientThatLeavesAfterPipeliningAnotherRequest() throws Exception {
    answerWhenReleased();
    RawConnection client = connect().send(GET + GET);
    gate.awaitArrival();
    client.close();
    Eventually.within(SOON, () -> gone.get() == 1);
    gate.open();
  }

  @Test
  void runsClientGoneActionAtOnceIfTheClientHasLeftAlready() throws Exception {
    handler.script =
        request -> {
          gate.pass();
          request.onClientGone(gone::incrementAndGet);
          return handler.text("x");
        };
    RawConnection client = connect().send(GET);
    gate.awaitArrival();
    Gate noticed = new Gate();
    handler.requests.get(0).onClientGone(noticed::open);
    client.close();
    noticed.pass();
    gate.open();
    await().until(() -> gone.get() == 1);
  }

  @Test
  void runsNoClientGoneActionAfterACompleteResponse() throws Exception {
    handler.script =
        request -> {
          request.onClientGone(gone::incrementAndGet);
          return handler.text("x");
        };
    try (RawConnection client = connect()) {
      client.send(GET).readMessage();
    }
    frontend().close();
    assertThat(gone).hasValue(0);
  }

  @Test
  void refusesAHeadThatDoesNotArriveInTime() throws IOException {
    InetSocketAddress address = start(Map.of("header_timeout", Duration.ofMillis(200)));
    try (RawConnection silent = RawConnection.to(address)) {
      assertThat(silent.readToEnd()).isEmpty();
    }
    // A client that is delayed before its first byte counts as silent, so this is repeated.
    await()
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> refusal(RawConnection.to(address)).startsWith("HTTP/1.1 408 "));
    await()
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(
            () -> {
              try (RawConnection known = RawConnection.to(address).send(GET)) {
                return known.readMessage().endsWith("hello")
                    && refusal(known).startsWith("HTTP/1.1 408 ");
              }
            });
  }

  /** Sends half a head and returns the response. */
  private static String refusal(RawConnection connection) throws IOException {
    try (connection) {
      return connection.send("GET / HTTP/1.1\r\nHo").readToEnd();
    }
  }

  @Test
  void trickledHeadDoesNotExtendTheHeaderTimeout() throws IOException {
    InetSocketAddress address = start(Map.of("header_timeout", Duration.ofSeconds(1)));
    await().atMost(Duration.ofSeconds(40)).until(() -> isTrickledHeadRefused(address));
  }

  /**
   * Sends one byte after the other. Returns false if the client is not refused, or if a pause was
   * so long that the pause may be the reason, as on a busy machine.
   */
  private static boolean isTrickledHeadRefused(InetSocketAddress address) throws IOException {
    try (RawConnection client = RawConnection.to(address).send(GET)) {
      client.readMessage();
      client.socket().setSoTimeout(20);
      long sent = System.nanoTime();
      long pause = 0;
      boolean refused = !wrote(client, "GET /");
      for (int i = 0; i < 200 && !refused; i++) {
        refused = ends(client) || !wrote(client, "a");
        pause = Math.max(pause, System.nanoTime() - sent);
        sent = System.nanoTime();
      }
      return refused && pause < Duration.ofMillis(500).toNanos();
    }
  }

  /** Returns whether anything but silence comes within the socket's time-out. */
  private static boolean ends(RawConnection client) {
    try {
      int unused = client.read();
      return true;
    } catch (SocketTimeoutException silence) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  @Test
  void closesAnIdleConnectionButNeverOneWithAnExchange() throws Exception {
    handler.script =
        request -> {
          gate.pass();
          return handler.text("late");
        };
    InetSocketAddress address = start(Map.of("client_idle_timeout", Duration.ofSeconds(1)));
    try (RawConnection client = RawConnection.to(address).send(GET)) {
      try (RawConnection idle = RawConnection.to(address)) {
        assertThat(idle.readToEnd()).isEmpty();
      }
      try (RawConnection idle = RawConnection.to(address)) {
        assertThat(idle.readToEnd()).isEmpty();
      }
      gate.open();
      assertThat(client.readMessage()).endsWith("late");
      assertThat(client.readToEnd()).isEmpty();
    }
  }

  @Test
  void changedIdleTimeoutAppliesAtOnceOrAfterTheExchangeInProgress() throws Exception {
    InetSocketAddress address = start();
    try (RawConnection idle = RawConnection.to(address).send(GET);
        RawConnection busy = RawConnection.to(address)) {
      idle.readMessage(); // only its idle time-out can end it from now on
      answerWhenReleased();
      busy.send(GET);
      gate.awaitArrival();
      Map<String, Object> hasty = Map.of("port", 0L, "client_idle_timeout", Duration.ofMillis(1));
      frontend().reconfigure(Settings.of(hasty));
      assertThat(idle.readToEnd()).isEmpty();
      gate.open();
      assertThat(busy.readMessage()).endsWith("late");
      assertThat(busy.readToEnd()).isEmpty();
    }
  }

  @Test
  void idleTimeoutBelowAMillisecondTakesEffect() throws Exception {
    InetSocketAddress address = start(Map.of("client_idle_timeout", Duration.ofNanos(1)));
    try (RawConnection idle = RawConnection.to(address)) {
      assertThat(idle.readToEnd()).isEmpty();
    }
  }

  @Test
  void answers503WhenAllWorkersAreBusy() throws Exception {
    answerWhenReleased();
    InetSocketAddress address = start(Map.of("max_workers", 1L));
    try (RawConnection first = RawConnection.to(address).send(GET);
        RawConnection second = RawConnection.to(address)) {
      gate.awaitArrival();
      assertThat(second.send(GET).readMessage()).startsWith("HTTP/1.1 503 ");
      assertThat(handler.refused).hasSize(1);
      gate.open();
      assertThat(first.readMessage()).endsWith("late");
      await().until(() -> second.send(GET).readMessage().endsWith("late"));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void workerIsReleasedBeforeTheNextPipelinedRequestNeedsIt(boolean streamed) throws Exception {
    handler.script =
        request -> streamed ? handler.response(200, stream("hello")) : handler.text("hello");
    InetSocketAddress address = start(Map.of("max_workers", 1L));
    try (RawConnection client = RawConnection.to(address)) {
      client.send(GET.repeat(100));
      for (int i = 0; i < 100; i++) {
        assertThat(client.readMessage()).startsWith("HTTP/1.1 200 ").endsWith("hello");
      }
    }
  }

  private static Body stream(String content) {
    byte[] bytes = content.getBytes(StandardCharsets.US_ASCII);
    return Body.Stream.of(new ByteArrayInputStream(bytes), bytes.length);
  }

  @Test
  void writingDoesNotExtendTheIdleTimeoutOfAClientThatDoesNotRead() throws Exception {
    handler.script =
        request -> {
          request.onClientGone(gone::incrementAndGet);
          return handler.response(200, Body.Stream.of(new EndlessStream(), -1));
        };
    InetSocketAddress address = start(Map.of("client_idle_timeout", Duration.ofMillis(400)));
    try (RawConnection client = RawConnection.to(address).send(GET)) {
      await()
          .pollInterval(Duration.ofMillis(50))
          .until(() -> !wrote(client, "G") || gone.get() > 0);
    }
  }

  private static boolean wrote(RawConnection client, String text) {
    try {
      client.send(text);
      return true;
    } catch (IOException left) {
      return false;
    }
  }

  @Test
  void connectionStaysOpenAfterAnEarlyResponseWithoutConnectionClose() throws Exception {
    handler.script = request -> handler.response(200, stream("early"));
    String content = "x".repeat(3_000_000);
    try (RawConnection client = connect()) {
      client.send("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 3000000\r\n\r\n");
      assertThat(client.readMessage()).endsWith("early").doesNotContain("Connection: close");
      handler.script = request -> handler.text("next");
      client.send(content + GET);
      assertThat(client.readMessage()).endsWith("next");
    }
  }

  @Test
  void earlyResponseWithoutContinueClosesTheConnection() throws Exception {
    handler.script = request -> handler.response(200, stream("early"));
    try (RawConnection client = connect()) {
      client.send(
          "PUT / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 30\r\n\r\n");
      assertThat(client.readToEnd()).contains("Connection: close").endsWith("early");
    }
  }

  @Test
  void lastResponseReachesAClientThatIsStillSending() throws Exception {
    handler.script =
        request -> {
          assertThat(((Body.Stream) request.body()).stream().read()).isEqualTo('x');
          return handler.text("early");
        };
    String head =
        "PUT / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 30000000\r\n\r\n";
    byte[] request = (head + "x".repeat(30_000_000)).getBytes(StandardCharsets.US_ASCII);
    InetSocketAddress address = start();
    // The server reads on for a limited time only, which a busy machine may exceed.
    await()
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(
            () -> {
              try (RawConnection client = RawConnection.to(address)) {
                return client.send(request).readToEnd().endsWith("early");
              }
            });
  }

  @Test
  void letsConnectionsBeyondTheLimitWait() throws Exception {
    InetSocketAddress address = start(Map.of("max_connections", 2L));
    try (RawConnection first = RawConnection.to(address);
        RawConnection second = RawConnection.to(address)) {
      first.send(GET).readMessage();
      second.send(GET).readMessage();
      try (RawConnection third = waiting(address)) {
        first.reset();
        third.socket().setSoTimeout(30_000);
        assertThat(third.readMessage()).endsWith("hello");
      }
    }
  }

  /** Returns a connection that is not accepted. */
  private static RawConnection waiting(InetSocketAddress address) throws IOException {
    RawConnection connection = RawConnection.to(address).send(GET);
    connection.socket().setSoTimeout(300);
    assertThatThrownBy(connection::readMessage).isInstanceOf(SocketTimeoutException.class);
    return connection;
  }

  @Test
  void keepsAcceptingHoweverOftenTheLimitIsReached() throws Exception {
    InetSocketAddress address = start(Map.of("max_connections", 2L));
    for (int round = 0; round < 100; round++) {
      List<RawConnection> clients = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        clients.add(RawConnection.to(address).send(GET));
      }
      for (RawConnection client : clients) {
        assertThat(client.readMessage()).endsWith("hello");
        client.close();
      }
    }
  }

  @Test
  void acceptsAWaitingConnectionWhenTheLimitIsRaised() throws Exception {
    InetSocketAddress address = start(Map.of("max_connections", 1L));
    try (RawConnection first = RawConnection.to(address)) {
      first.send(GET).readMessage();
      try (RawConnection second = waiting(address)) {
        frontend().reconfigure(Settings.of(Map.of("port", 0L, "max_connections", 2L)));

        second.socket().setSoTimeout(30_000);
        assertThat(second.readMessage()).endsWith("hello");
      }
    }
  }

  @Test
  void closeLetsAnExchangeEndWithinTheGrace() throws Exception {
    answerWhenReleased();
    InetSocketAddress address = start(Map.of("shutdown_grace", Duration.ofSeconds(30)));
    try (RawConnection client = RawConnection.to(address).send(GET);
        RawConnection idle = RawConnection.to(address)) {
      gate.awaitArrival();
      idle.send("GET / HT");
      Thread closer = new Thread(frontend()::close);
      closer.start();
      assertThatThrownBy(() -> idle.readToEnd().concat("!").charAt(99))
          .isInstanceOfAny(SocketException.class, IndexOutOfBoundsException.class);
      // The selector closes the listening socket a little later.
      await()
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> RawConnection.to(address).close())
                      .isInstanceOf(ConnectException.class));
      gate.open();
      assertThat(client.readToEnd()).contains("Connection: close").endsWith("late");
      closer.join();
    }
  }

  @Test
  void closeResetsAnExchangeThatOutlivesTheGrace() throws Exception {
    Gate interrupted = new Gate();
    handler.script =
        request -> {
          try {
            gate.pass();
            return handler.text("never");
          } catch (InterruptedException e) {
            interrupted.open();
            throw e;
          }
        };
    InetSocketAddress address = start(Map.of("shutdown_grace", Duration.ofMillis(100)));
    try (RawConnection client = RawConnection.to(address).send(GET)) {
      gate.awaitArrival();
      frontend().close();
      interrupted.pass();
      assertThatThrownBy(client::readToEnd).isInstanceOf(SocketException.class);
    }
    frontend().close();
  }

  @Test
  void leavesNoThreadBehind() throws Exception {
    InetSocketAddress address = start();
    try (RawConnection client = RawConnection.to(address)) {
      client.send(GET).readMessage();
    }
    frontend().close();
    await()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith("api-buddy")));
  }

  @Test
  void startFailsNamingThePortThatIsInUse() throws Exception {
    InetSocketAddress address = start();
    HttpFrontend second =
        new JettyHttpFrontendProvider()
            .create(
                AdapterContext.of(Settings.of(Map.of("port", (long) address.getPort()))), handler);
    assertThatThrownBy(second::start)
        .isInstanceOf(BindException.class)
        .hasCauseInstanceOf(BindException.class)
        .hasMessage("cannot listen on 127.0.0.1:" + address.getPort() + ": address already in use");
    second.close();
  }

  @Test
  void startThatFailsAfterBindingReleasesThePort() throws Exception {
    int port = start().getPort();
    frontend().close();
    Duration tooLong = Duration.ofSeconds(Long.MAX_VALUE);
    HttpFrontend broken = newFrontend(Map.of("port", (long) port, "client_idle_timeout", tooLong));

    assertThatThrownBy(broken::start)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot serve on 127.0.0.1:" + port);

    assertThat(start(Map.of("port", (long) port)).getPort()).isEqualTo(port);
  }

  @Test
  void addressOfAnotherMachineIsNotReportedAsAPortInUse() {
    HttpFrontend elsewhere = newFrontend(Map.of("host", "192.0.2.1"));

    assertThatThrownBy(elsewhere::start)
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(BindException.class)
        .hasMessageStartingWith("cannot listen on 192.0.2.1:");
    elsewhere.close();
  }

  @Test
  void startsOnAPortThatWasJustReleased() throws Exception {
    InetSocketAddress address = start();
    try (RawConnection client = RawConnection.to(address)) {
      client.send(GET).readMessage();
      frontend().close();
    }
    start(Map.of("port", (long) address.getPort()));
    try (RawConnection client = RawConnection.to(address)) {
      assertThat(client.send(GET).readMessage()).endsWith("hello");
    }
  }

  @Test
  void servesManyClientsConcurrently() throws Exception {
    InetSocketAddress address = start();
    List<RawConnection> clients = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      clients.add(RawConnection.to(address).send(GET));
    }
    for (RawConnection client : clients) {
      assertThat(client.readMessage()).endsWith("hello");
      client.close();
    }
  }
}
