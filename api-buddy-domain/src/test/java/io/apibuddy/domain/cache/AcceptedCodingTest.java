package io.apibuddy.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.http.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9110 section 12.5.3, reduced to whether gzip is accepted. */
class AcceptedCodingTest {

  @ParameterizedTest
  @CsvSource({
    "gzip, GZIP",
    "'br, GZip;q=0.1', GZIP",
    "x-gzip, GZIP",
    "*, GZIP",
    "'gzip;q=1, *;q=0', GZIP",
    "'gzip ; q=0.001', GZIP",
    "'', IDENTITY",
    "identity, IDENTITY",
    "'br, deflate', IDENTITY",
    "gzip;q=0, IDENTITY",
    "'gzip;q=0.000, *', IDENTITY",
    "*;q=0, IDENTITY",
    "gzipped, IDENTITY",
  })
  void acceptEncodingIsReducedToGzipOrIdentity(String acceptEncoding, AcceptedCoding expected) {
    assertThat(AcceptedCoding.of(Headers.of("Accept-Encoding", acceptEncoding)))
        .isEqualTo(expected);
  }

  @Test
  void withoutTheFieldTheCodingIsIdentity() {
    assertThat(AcceptedCoding.of(Headers.EMPTY)).isEqualTo(AcceptedCoding.IDENTITY);
    assertThat(AcceptedCoding.of(Headers.of("Accept-Encoding", "br", "accept-encoding", "gzip")))
        .isEqualTo(AcceptedCoding.GZIP);
  }
}
