package io.apibuddy.bootstrap.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.bootstrap.CachingProxy;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Polling of a job at an API for which there are no built-in rules. */
class PolledJobTest {

  private static byte[] job(String status) {
    return "{\"id\":\"j\",\"status\":\"%s\",\"input\":\"%s\"}"
        .formatted(status, "x".repeat(200))
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void pollingSeesEveryStateAndOnlyTheFinalOneIsStored() throws Exception {
    Iterator<String> states = List.of("queued", "processing", "succeeded").iterator();
    Client client = new Client();
    try (LoopbackApi api =
            LoopbackApi.http()
                .on(
                    "/jobs/1",
                    exchange ->
                        LoopbackApi.content("application/json", job(states.next()))
                            .answer(exchange));
        CachingProxy proxy = CachingProxy.builder().map("api", api.url()).start()) {
      for (String state : List.of("queued", "processing", "succeeded", "succeeded")) {
        HttpResponse<byte[]> answer = client.get(proxy.baseUrl("api") + "/jobs/1");
        assertThat(answer.body()).isEqualTo(job(state));
      }

      assertThat(api.calls()).isEqualTo(3);
    }
  }
}
