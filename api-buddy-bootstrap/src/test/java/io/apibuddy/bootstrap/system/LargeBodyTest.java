package io.apibuddy.bootstrap.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeBodyTest {

  private static final int BLOCK = 1 << 16;
  private static final int BLOCKS = 200 * 16;

  @TempDir Path home;
  private final Client client = new Client();

  private static byte[] block(int number) {
    byte[] block = new byte[BLOCK];
    Arrays.fill(block, (byte) number);
    return block;
  }

  @Test
  void answerOf200MegabytesPassesThroughAHeapOf64Megabytes() throws Exception {
    CRC32C sent = new CRC32C();
    LoopbackApi.Resource large =
        exchange -> {
          exchange.sendResponseHeaders(200, (long) BLOCK * BLOCKS);
          try (OutputStream out = exchange.getResponseBody()) {
            for (int i = 0; i < BLOCKS; i++) {
              out.write(block(i));
            }
          }
        };
    for (int i = 0; i < BLOCKS; i++) {
      sent.update(block(i));
    }
    try (LoopbackApi api = LoopbackApi.http().on("/large", large);
        ProxyProcess proxy =
            ProxyProcess.serve(home, List.of("-Xmx64m"), "--map", "api=" + api.url())) {
      HttpResponse<InputStream> answer =
          client
              .http()
              .send(
                  Client.request(proxy.url("/api/large")).GET().build(),
                  BodyHandlers.ofInputStream());
      CRC32C received = new CRC32C();
      long length = 0;
      try (InputStream in = answer.body()) {
        byte[] buffer = new byte[BLOCK];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          received.update(buffer, 0, n);
          length += n;
        }
      }
      assertThat(length).isEqualTo((long) BLOCK * BLOCKS);
      assertThat(received.getValue()).isEqualTo(sent.getValue());
      assertThat(Client.field(answer, "Cache-Status")).contains("detail=too-large");
    }
  }
}
