package io.apibuddy.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A request is refused or has one interpretation, however the network fragments it. */
class RequestParserFuzzTest {

  @FuzzTest(maxDuration = "1m")
  void oneReading(byte[] data) {
    String text = new String(data, StandardCharsets.ISO_8859_1);
    assertOneReading(text);
    assertOneReading(text.repeat(3)); // repeated heads are recognized
  }

  private static void assertOneReading(String text) {
    ParsedRequests whole = ParsedRequests.of(text);

    assertThat(whole.refusal()).isIn(0, 400, 413, 414, 431, 505);
    for (int step : new int[] {1, 3}) {
      assertThat(ParsedRequests.of(text, step, Map.of())).isEqualTo(whole);
    }
    for (ParsedRequests.Parsed request : whole.requests()) {
      assertThat(request.head().headers().all("Content-Length").size()).isLessThan(2);
      assertThat(request.head().headers().all("Host").size()).isLessThan(2);
    }
  }
}
