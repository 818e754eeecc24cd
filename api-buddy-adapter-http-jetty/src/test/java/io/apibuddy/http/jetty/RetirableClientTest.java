package io.apibuddy.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.jetty.client.HttpClient;
import org.junit.jupiter.api.Test;

class RetirableClientTest {

  @Test
  void retiredClientTakesNoMoreRequestsAndStopsAfterTheLast() throws Exception {
    HttpClient jetty = new HttpClient();
    jetty.start();
    RetirableClient client = new RetirableClient(jetty, Runnable::run);
    assertThat(client.enter()).isTrue();
    assertThat(client.enter()).isTrue();

    client.retire();
    assertThat(client.enter()).isFalse();
    client.leave();
    assertThat(client.isStopped()).isFalse();
    client.leave();
    assertThat(client.isStopped()).isTrue();
  }
}
