package io.apibuddy.bootstrap.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashTest {

  private static final int KEYS = 400;
  private static final int CLIENTS = 8;
  private static final int ANSWERS_BEFORE_THE_CRASH = 600;

  @TempDir Path home;
  private final Client client = new Client();

  /** Returns a body of 100 bytes to about 200 KB that is unique to its key. */
  private static byte[] body(int key) {
    Random random = new Random(key);
    byte[] body = new byte[100 + (key % 10 == 0 ? random.nextInt(200_000) : random.nextInt(2000))];
    random.nextBytes(body);
    return body;
  }

  private static LoopbackApi api() throws IOException {
    return LoopbackApi.http()
        .on(
            "/k/",
            exchange -> {
              String path = exchange.getRequestURI().getPath();
              int key = Integer.parseInt(path.substring("/k/".length()));
              LoopbackApi.content("application/octet-stream", body(key)).answer(exchange);
            });
  }

  private ProxyProcess proxy(LoopbackApi api) throws Exception {
    return ProxyProcess.serve(home, List.of(), "--map", "m=" + api.url());
  }

  @Test
  void afterAKillUnderLoadTheProxyRestartsAndEveryHitIsComplete() throws Exception {
    try (LoopbackApi api = api()) {
      try (ProxyProcess proxy = proxy(api)) {
        loadUntilKilled(proxy);
      }
      try (ProxyProcess proxy = proxy(api)) {
        int hits = 0;
        for (int key = 0; key < KEYS; key++) {
          HttpResponse<byte[]> answer = client.get(proxy.url("/m/k/" + key));
          assertThat(answer.statusCode()).isEqualTo(200);
          assertThat(answer.body()).as("body of key %d", key).isEqualTo(body(key));
          hits += Client.field(answer, "X-Cache").equals("HIT") ? 1 : 0;
        }
        assertThat(hits).isPositive();
      }
    }
  }

  private void loadUntilKilled(ProxyProcess proxy) throws Exception {
    AtomicInteger answers = new AtomicInteger();
    AtomicBoolean killed = new AtomicBoolean();
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<?>> loads = new ArrayList<>();
      for (int c = 0; c < CLIENTS; c++) {
        int first = c;
        loads.add(
            clients.submit(
                () -> {
                  for (int i = first; !killed.get(); i += CLIENTS) {
                    int key = i % KEYS;
                    try {
                      byte[] got = client.get(proxy.url("/m/k/" + key)).body();
                      assertThat(got).isEqualTo(body(key));
                    } catch (IOException e) {
                      return null; // the connection died with the proxy
                    }
                    if (answers.incrementAndGet() == ANSWERS_BEFORE_THE_CRASH) {
                      killed.set(true);
                      proxy.kill();
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> load : loads) {
        load.get();
      }
    } finally {
      clients.shutdownNow();
    }
  }
}
