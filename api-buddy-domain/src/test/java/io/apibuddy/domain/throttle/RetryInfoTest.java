package io.apibuddy.domain.throttle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryInfoTest {
  private static final String GOOGLES = "'@type':'type.googleapis.com/google.rpc.";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'error':{'code':429,'details':[{QuotaFailure','violations':[{'quotaValue':'10'}]},"
            + "{RetryInfo','retryDelay':'34s'}]}} | PT34S",
        "[{'error':{'details':[{'retryDelay' : '34.074824224s', RetryInfo'}]}}] | PT34.074824224S",
        "{'error':{'details':[{Other','retryDelay':'9s'},{RetryInfo','retryDelay':'0.5s'}]}} | PT0.5S",
        "{'error':{'details':[{RetryInfo','retryDelay':'0s'}]}} | PT0S",
        "{'error':{'details':[{RetryInfo','retryDelay':'-1s'}]}} | PT0S",
        "{'error':{'details':[{RetryInfo','retryDelay':34}]}} | PT0S",
        "{'error':{'details':[{RetryInfo'},{'retryDelay':'34s'}]}} | PT0S",
        "{'error':{'message':'Please retry in 34s.'}} | PT0S",
        "{'error':{'message':'{\\'retryDelay\\':\\'34s\\',\\'x\\':\\'google.rpc.RetryInfo\\'}'}} | PT0S",
        "no JSON | PT0S"
      })
  void timeIsThatOfARetryInfo(String content, Duration time) {
    String json =
        content
            .replaceAll("(QuotaFailure|RetryInfo|Other)(?=')", GOOGLES + "$1")
            .replace('\'', '"');

    assertThat(RetryInfo.of(Headers.EMPTY, json.getBytes(UTF_8))).isEqualTo(time);
  }

  @ParameterizedTest
  @CsvSource({
    "429, application/json; charset=UTF-8, gzip, true",
    "503, application/json, identity, true",
    "200, application/json, identity, false",
    "429, text/html, identity, false",
    "429, application/json, br, false"
  })
  void onlyRefusalsInJsonThatCanBeDecodedMayHaveATime(
      int status, String type, String coding, boolean may) {
    Headers fields = Headers.of("Content-Type", type, "Content-Encoding", coding);

    assertThat(RetryInfo.mayFollow(new ResponseHead(status, fields))).isEqualTo(may);
  }

  @ParameterizedTest
  @CsvSource({"gzip", "x-gzip"})
  void contentThatIsNotCodedAsItSaysHasNoTime(String coding) {
    Headers fields = Headers.of("Content-Encoding", coding);

    assertThat(RetryInfo.of(fields, "{}".getBytes(UTF_8))).isZero();
  }
}
