package io.apibuddy.http.jetty;

import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.contract.Gate;
import io.apibuddy.ports.contract.RawUpstream;
import io.apibuddy.ports.contract.TlsListener;
import io.apibuddy.ports.contract.UpstreamRequests;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.spi.Notices;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.time.Ticker;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.client.HttpClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class UpstreamOutputTest {

  /** So many bytes that the kernel, with its smallest buffers, holds a small part of them. */
  private static final int LENGTH = 256 * 1024;

  private static final int LEAST = 4096;

  @TempDir private static Path directory;

  @AutoClose("shutdownNow")
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private final Gate firstHalf = new Gate();
  private final Gate secondHalf = new Gate();

  @Test
  void stallIsMeasuredFromTheLastBytesTaken() throws Exception {
    try (ServerSocket listening = new ServerSocket()) {
      listening.setReceiveBufferSize(LEAST);
      listening.bind(null);
      URI origin = URI.create("http://127.0.0.1:" + listening.getLocalPort());
      assertProgressIsSeen(listening, origin, null);
    }
  }

  @Test
  void stallIsMeasuredFromTheLastBytesTakenBeneathTls() throws Exception {
    try (TlsListener listening = new TlsListener(directory, "dns:localhost", "TLSv1.3")) {
      listening.setReceiveBufferSize(LEAST);
      String authority = listening.authority().toString();
      assertProgressIsSeen(
          listening, listening.origin(), TrustedAuthorities.sslContext("a file", authority));
    }
  }

  private void assertProgressIsSeen(ServerSocket listening, URI origin, @Nullable SSLContext tls)
      throws Exception {
    HttpClient client =
        UpstreamHttpClient.start(
            ClientSettings.from(Settings.NONE),
            () -> Objects.requireNonNull(tls),
            new UpstreamAddresses(Notices.SILENT),
            InstantSource.system(),
            Ticker.system(),
            threads);
    try (RawUpstream upstream = new RawUpstream(listening, this::readInHalves)) {
      narrow(new UpstreamExchange(client, UpstreamRequests.get(origin), threads));
      Body body = new Body.Bytes(new byte[LENGTH]);
      UpstreamExchange exchange =
          new UpstreamExchange(client, UpstreamRequests.post(origin, body), threads);
      var answered = exchange.start();
      firstHalf.awaitArrival();
      long before = System.nanoTime();
      firstHalf.open();
      secondHalf.awaitArrival();

      await()
          .untilAsserted(
              () -> {
                long now = System.nanoTime();
                assertThat(exchange.output().stalledFor(now)).isLessThan(now - before);
              });
      secondHalf.open();
      assertThat(answered.get(30, TimeUnit.SECONDS)).isSameAs(exchange);
      assertThat(exchange.output().stalledFor(System.nanoTime())).isZero();
      assertThat(upstream.connections()).isEqualTo(1);
    } finally {
      client.stop();
    }
  }

  private void readInHalves(RawUpstream.Peer peer) throws IOException, InterruptedException {
    peer.readHead();
    peer.send(UpstreamRequests.OK);
    peer.readHead();
    firstHalf.pass();
    peer.read(LENGTH / 2);
    secondHalf.pass();
    peer.read(LENGTH / 2);
    peer.send(UpstreamRequests.OK);
    peer.readToEnd();
  }

  /** Gives the connection that is kept the smallest send buffer. */
  private static void narrow(UpstreamExchange first) throws Exception {
    first.start().get(30, TimeUnit.SECONDS);
    UpstreamConnection kept = Objects.requireNonNull(first.connection());
    UpstreamSocket.beneath(kept.getEndPoint())
        .getChannel()
        .setOption(StandardSocketOptions.SO_SNDBUF, LEAST);
  }
}
