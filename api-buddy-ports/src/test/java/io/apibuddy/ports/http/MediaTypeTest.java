package io.apibuddy.ports.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaTypeTest {

  @ParameterizedTest
  @CsvSource({
    ", '', false",
    "'', '', false",
    "application/json, application/json, true",
    "' Application/JSON ;charset=UTF-8', application/json, true",
    "application/vnd.api+json; a=b, application/vnd.api+json, true",
    "application/json+x, application/json+x, false",
    "application/jsonl, application/jsonl, false",
    "text/plain;a=application/json, text/plain, false",
  })
  void mediaTypeIsNormalizedAndJsonIsRecognized(@Nullable String field, String type, boolean json) {
    assertThat(MediaType.of(field)).isEqualTo(type);
    assertThat(MediaType.isJson(type)).isEqualTo(json);
  }
}
