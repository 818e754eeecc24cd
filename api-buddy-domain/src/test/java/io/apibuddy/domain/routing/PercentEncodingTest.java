package io.apibuddy.domain.routing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PercentEncodingTest {

  @ParameterizedTest
  @CsvSource({
    "plain, plain",
    "a%5Fb, a_b",
    "a%5fb, a_b",
    "%C3%A4, \u00e4",
    "%255F, %5F",
    "%, %",
    "%5, %5",
    "a%zzb, a%zzb",
    "a+b, a+b",
  })
  void isDecodedOnceAndMalformedEscapesStay(String text, String meant) {
    assertThat(PercentEncoding.decoded(text)).isEqualTo(meant);
  }
}
