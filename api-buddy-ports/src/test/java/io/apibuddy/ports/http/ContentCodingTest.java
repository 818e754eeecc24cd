package io.apibuddy.ports.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentCodingTest {

  @Test
  void missingContentEncodingMeansNoCoding() {
    assertThat(ContentCoding.of(null)).isEqualTo(ContentCoding.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "'', NONE",
    "Identity, NONE",
    "gzip, GZIP",
    "' X-GZip ', GZIP",
    "br, OTHER",
    "'gzip, br', OTHER",
    "'gzip, gzip', OTHER",
    "gzipped, OTHER"
  })
  void contentEncodingFieldIsMappedToItsCoding(String field, ContentCoding coding) {
    assertThat(ContentCoding.of(field)).isEqualTo(coding);
  }
}
