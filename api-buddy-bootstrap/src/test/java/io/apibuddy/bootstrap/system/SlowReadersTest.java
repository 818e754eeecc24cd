package io.apibuddy.bootstrap.system;

import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.contract.RawUpstream.Peer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An upstream that is faster than its readers fills socket buffers, not the heap. */
@Timeout(120)
class SlowReadersTest {

  @TempDir Path home;

  /** Waits until the upstream can send no more. */
  private static void awaitStandstill(AtomicLong sent) {
    AtomicLong before = new AtomicLong(-1);
    await()
        .pollInterval(Duration.ofMillis(300))
        .atMost(Duration.ofSeconds(60))
        .until(() -> before.getAndSet(sent.get()) == sent.get());
  }

  @ParameterizedTest
  @CsvSource({"GET, no-store, 50", "PUT, no-store, 50", "GET, max-age=60, 90"})
  void stalledReadersAreServedWithASmallHeap(String method, String cacheControl, int count)
      throws Exception {
    AtomicLong sent = new AtomicLong();
    byte[] piece = "x".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
    ScriptedUpstream.Script flood =
        peer -> {
          peer.send("HTTP/1.1 200 OK\r\nCache-Control: " + cacheControl + "\r\n\r\n");
          while (true) {
            peer.send(piece);
            sent.addAndGet(piece.length);
          }
        };
    List<Peer> readers = new ArrayList<>();
    try (ScriptedUpstream upstream = new ScriptedUpstream();
        ProxyProcess proxy =
            ProxyProcess.serve(home, List.of("-Xmx64m"), "--map", "api=" + upstream.url())) {
      int port = Integer.parseInt(proxy.url("").replaceAll(".*:", ""));
      for (int i = 0; i < count; i++) {
        upstream.on("/flood-" + i, flood);
        Peer reader = RawHttp.ask(port, method, "/api/flood-" + i, "HTTP/1.1");
        readers.add(reader);
        reader.readHead();
      }
      awaitStandstill(sent);

      assertThat(new Client().get(proxy.url("/api/well")).body())
          .asString()
          .isEqualTo(ScriptedUpstream.WELL);
      for (Peer reader : readers) {
        assertThat(reader.read(1 << 20)).hasSize(1 << 20);
      }
    } finally {
      for (Peer reader : readers) {
        reader.close();
      }
    }
  }
}
