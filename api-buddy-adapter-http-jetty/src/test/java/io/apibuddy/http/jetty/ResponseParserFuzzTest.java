package io.apibuddy.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** A response is a fault or has one interpretation, however the network fragments it. */
class ResponseParserFuzzTest {

  @FuzzTest(maxDuration = "1m")
  void oneReading(byte[] data) {
    String text = new String(data, StandardCharsets.ISO_8859_1);
    for (boolean toHead : new boolean[] {false, true}) {
      ParsedResponses whole = ParsedResponses.of(text, Integer.MAX_VALUE, toHead);

      for (int step : new int[] {1, 3}) {
        assertThat(ParsedResponses.of(text, step, toHead)).isEqualTo(whole);
      }
      for (ParsedResponses.Parsed response : whole.responses()) {
        assertThat(response.head().headers().all("Content-Length").size()).isLessThan(2);
        assertThat(response.length()).isIn(-1L, 0L, (long) response.content().length());
      }
    }
  }
}
