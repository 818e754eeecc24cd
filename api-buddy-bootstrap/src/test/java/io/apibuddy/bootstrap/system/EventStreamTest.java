package io.apibuddy.bootstrap.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.bootstrap.CachingProxy;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EventStreamTest {

  private static final int EVENTS = 10;
  private final Client client = new Client();

  private static String event(int number) {
    return "data: {\"token\":\"number " + number + "\"}\n\n";
  }

  /** Sends one event for each permit, so that a proxy that buffers events makes no progress. */
  private static LoopbackApi.Resource events(Semaphore next) {
    return exchange -> {
      exchange.getRequestBody().readAllBytes();
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
      exchange.sendResponseHeaders(200, 0);
      for (int i = 0; i < EVENTS; i++) {
        if (!next.tryAcquire(30, TimeUnit.SECONDS)) {
          return;
        }
        exchange.getResponseBody().write(event(i).getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
      }
    };
  }

  @Test
  void eachEventReachesTheClientBeforeTheNextIsSentAndTheReplayIsIdentical() throws Exception {
    Semaphore next = new Semaphore(1); // some servers send their head with the first event only
    try (LoopbackApi api = LoopbackApi.http().on("/v1/chat", events(next));
        CachingProxy proxy = CachingProxy.builder().map("ai", api.url()).start()) {
      String url = proxy.baseUrl("ai") + "/v1/chat";
      StringBuilder received = new StringBuilder();
      HttpResponse<InputStream> live =
          client.http().send(Client.request(url).GET().build(), BodyHandlers.ofInputStream());
      try (BufferedReader events =
          new BufferedReader(new InputStreamReader(live.body(), StandardCharsets.UTF_8))) {
        for (int i = 0; i < EVENTS; i++) {
          received.append(events.readLine()).append('\n').append(events.readLine()).append('\n');
          assertThat(received).endsWith(event(i));
          next.release();
        }
        assertThat(events.readLine()).isNull();
      }
      HttpResponse<byte[]> replay = client.get(url);

      assertThat(Client.field(replay, "Cache-Status")).startsWith("api-buddy; hit");
      assertThat(Client.field(replay, "Content-Type")).isEqualTo("text/event-stream");
      assertThat(new String(replay.body(), StandardCharsets.UTF_8)).isEqualTo(received.toString());
      assertThat(api.calls()).isEqualTo(1);
    }
  }
}
