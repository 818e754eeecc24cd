package io.apibuddy.bootstrap.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.bootstrap.system.ScriptedProxy.Answer;
import java.io.IOException;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The answer to a second request, by the clauses of RFC 9111 on storing and freshness. */
class ReuseConformanceTest {
  @RegisterExtension static final ScriptedProxy proxy = new ScriptedProxy();

  private static void assertSecondAnswer(
      String response, long later, String request, String outcome) throws IOException {
    String path = proxy.resource(proxy.ok(response));
    proxy.get(path, "");
    proxy.pass(later);
    Answer second = proxy.get(path, request);

    assertThat(second.field("X-Cache")).isEqualTo(outcome);
    assertThat(second.body()).isEqualTo("content");
    switch (outcome) {
      case "HIT" -> assertThat(proxy.received(path)).hasSize(1);
      case "STALE" -> assertThat(second.field("Age")).matches("[0-9]+");
      default -> assertThat(proxy.received(path)).hasSize(2);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "5.2.2.1  | Cache-Control: max-age=60                               | 59 | HIT",
        "5.2.2.1  | Cache-Control: max-age=60                               | 60 | MISS",
        "5.2.2.1  | Cache-Control: max-age=0                                |  0 | MISS",
        "5.2.2.10 | Cache-Control: max-age=1, s-maxage=60                   |  2 | HIT",
        "5.2.2.10 | Cache-Control: s-maxage=1, max-age=60                   |  2 | MISS",
        "5.2      | Cache-Control: MAX-AGE=60                               |  1 | HIT",
        "5.2      | Cache-Control: max-age=\"60\"                           |  1 | HIT",
        "5.2      | Cache-Control: x, ,y=z & cache-control: max-age=060 ,   |  1 | HIT",
        "5.2      | Cache-Control: x=\"max-age=60\"                         |  1 | MISS",
        "5.2      | Cache-Control: x=\"a, no-store, \\\"\", max-age=60      |  1 | HIT",
        "5.2      | Cache-Control: x=\" & Cache-Control: max-age=60         |  1 | HIT",
        "4.2.1    | Cache-Control: max-age=60, max-age=1                    |  2 | HIT",
        "4.2.1    | Cache-Control: max-age=1, max-age=60                    |  2 | MISS",
        "4.2.1    | Cache-Control: max-age=60, no-cache                     |  1 | MISS",
        "4.2.1    | Cache-Control: max-age='60'                             |  1 | MISS",
        "4.2.1    | Cache-Control: max-age=60.0                             |  1 | MISS",
        "4.2.1    | Cache-Control: max-age=60a & Last-Modified: {imf-9999}  |  1 | MISS",
        "4.2.1    | Cache-Control: max-age= 60                              |  1 | MISS",
        "4.2.1    | Cache-Control: max-age =60                              |  1 | MISS",
        "4.2.1    | Cache-Control: max-age: 60                              |  1 | MISS",
        "4.2.1    | Cache-Control: max-age=-60                              |  1 | MISS",
        "1.2.2    | Cache-Control: max-age=2147483648                       | 99 | HIT",
        "1.2.2    | Cache-Control: max-age=99999999999999999999             | 99 | HIT",
        "5.3      | Expires: {imf+60}                                       | 59 | HIT",
        "5.3      | Expires: {imf+60}                                       | 60 | MISS",
        "5.3      | Expires: {850+60}                                       |  1 | HIT",
        "5.3      | Expires: {asctime+60}                                   |  1 | HIT",
        "5.3      | Expires: {imf-1}                                        |  1 | MISS",
        "5.3      | Expires: 0                                              |  1 | MISS",
        "5.3      | Expires: 0 & Last-Modified: {imf-9999}                  |  1 | MISS",
        "5.3      | Expires: {imf+60} & Expires: {imf+60}                   |  1 | MISS",
        "5.3      | Expires: {imf+60}, {imf+60}                             |  1 | MISS",
        "5.3      | Expires: {imf-1} & Cache-Control: max-age=60            |  1 | HIT",
        "5.3      | Expires: {imf+60} & Cache-Control: max-age=0            |  1 | MISS",
        "5.3      | Expires: {imf+60} & Cache-Control: s-maxage=0           |  1 | MISS",
        "5.3      | Expires: {imf+60} & Cache-Control: x                    |  1 | HIT",
        "4.2.1    | Date: {imf+99} & Expires: {imf+159}                     | 59 | HIT",
        "4.2.1    | Date: {imf+99} & Expires: {imf+159}                     | 60 | MISS",
        "4.2.3    | Date: {imf-50} & Expires: {imf+10}                      |  9 | HIT",
        "4.2.3    | Date: {imf-50} & Expires: {imf+10}                      | 10 | MISS",
        "4.2.3    | Date: {imf-50} & Cache-Control: max-age=60              | 10 | MISS",
        "4.2.3    | Date: {imf-50} & Age: 5 & Cache-Control: max-age=60     |  9 | HIT",
        "4.2.3    | Date: {imf-5} & Age: 50 & Cache-Control: max-age=60     | 10 | MISS",
        "5.1      | Age: 50 & Cache-Control: max-age=60                     |  9 | HIT",
        "5.1      | Age: 60 & Cache-Control: max-age=60                     |  0 | MISS",
        "5.1      | Age: 0, 60 & Cache-Control: max-age=60                  |  1 | HIT",
        "5.1      | Age: 0 & Age: 60 & Cache-Control: max-age=60            |  1 | HIT",
        "5.1      | Age: 60, 0 & Cache-Control: max-age=60                  |  1 | MISS",
        "5.1      | Age: 99999999999 & Cache-Control: max-age=9999999999    |  1 | MISS",
        "5.1      | Age: -60 & Cache-Control: max-age=60                    |  1 | HIT",
        "5.1      | Age: 60.0 & Cache-Control: max-age=60                   |  1 | HIT",
        "5.1      | Age: 60;x=y & Cache-Control: max-age=60                 |  1 | HIT",
        "5.1      | Age: sixty & Cache-Control: max-age=60                  |  1 | HIT",
        "4.2.2    | Last-Modified: {imf-1000}                               | 99 | HIT",
        "4.2.2    | Last-Modified: {imf-1000}                               |100 | MISS",
        "4.2.2    | Last-Modified: {imf-1000} & Cache-Control: public       | 99 | HIT",
        "4.2.2    | Last-Modified: {imf+1000}                               |  1 | MISS",
        "4.2.2    | Cache-Control: public                                   |  1 | MISS",
        "5.2.2.5  | Cache-Control: no-store, max-age=60                     |  1 | MISS",
        "5.2.2.7  | Cache-Control: private, max-age=60                      |  1 | MISS",
        "5.2.2.4  | Cache-Control: no-cache=\"x-a\", max-age=60             |  1 | HIT",
        "5.2.2.3  | Cache-Control: must-understand, no-store, max-age=60    |  1 | HIT",
        "5.2.2.2  | Cache-Control: must-revalidate, max-age=60              |  1 | HIT",
        "5.4      | Pragma: no-cache & Cache-Control: max-age=60            |  1 | HIT",
        "7.3      | Set-Cookie: a=b & Cache-Control: max-age=60             |  1 | HIT",
        "9110 14.4| Content-Range: bytes 0-6/7 & Cache-Control: max-age=60  |  1 | HIT",
        "5.2      | Cache-Control: public & Cache-Control: max-age=60       |  1 | HIT",
        "5.2      | Cache-Control: no-store=\"x\", max-age=60             |  1 | MISS",
        "5.2      | Cache-Control: max-age=60 & Cache-Control: No-Store     |  1 | MISS",
        "4.2.1    | Cache-Control: max-age=60 & Cache-Control: max-age=1    |  2 | HIT",
        "4.2.1    | Cache-Control: max-age & Last-Modified: {imf-9999}      |  1 | MISS",
        "4.2.1    | Cache-Control: s-maxage=x, max-age=60                   |  1 | MISS",
        "4.2.3    | Date: yesterday & Cache-Control: max-age=60             | 59 | HIT",
        "5.2.2.7  | Cache-Control: private=\"x-a\", max-age=60             |  1 | HIT",
        "5.2.2.7  | Cache-Control: private, public, s-maxage=60             |  1 | MISS",
        "5.2.2.3  | Cache-Control: must-understand, max-age=60              |  1 | HIT",
        "5861 3   | Cache-Control: max-age=0, stale-while-revalidate=60     |  9 | STALE",
        "5861 3   | Cache-Control: max-age=1, stale-while-revalidate=5      |  9 | MISS",
        "5861 3   | Cache-Control: max-age=1, stale-while-revalidate=60     |  9 | STALE",
        "9213 2.2 | CDN-Cache-Control: max-age=60 & Cache-Control: no-store |  1 | HIT",
        "9213 2.2 | CDN-Cache-Control: max-age=1 & Expires: {imf+60}        |  2 | MISS",
        "9213 2.2 | CDN-Cache-Control: no-store & Cache-Control: max-age=60 |  1 | MISS",
        "9213 2.1 | CDN-Cache-Control: & Cache-Control: max-age=60          |  1 | HIT",
        "9213 2.1 | CDN-Cache-Control: max-age=60, & Cache-Control: x       |  1 | MISS",
        "9213 2.1 | CDN-Cache-Control: MAX-AGE=60 & Cache-Control: x        |  1 | MISS",
        "9213 2.1 | CDN-Cache-Control: max-age=\"60\"                       |  1 | MISS",
        "9213 2.1 | CDN-Cache-Control: max-age=60.0                         |  1 | MISS",
        "9213 2.1 | CDN-Cache-Control: max-age=60;a=b, x=(1 2), y=:aGk=:    |  1 | HIT",
        "9213 2.1 | CDN-Cache-Control: x & CDN-Cache-Control: max-age=60    |  1 | HIT",
      })
  void aResponseIsReusedWhileItIsFresh(String clause, String response, long later, String outcome)
      throws IOException {
    assertSecondAnswer(response, later, "", outcome);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "5.2.1.1 | Cache-Control: max-age=10                           | 10 | HIT",
        "5.2.1.1 | Cache-Control: max-age=10                           | 11 | MISS",
        "5.2.1.1 | Cache-Control: max-age=0                            |  1 | MISS",
        "5.2.1.2 | Cache-Control: max-stale                            | 99 | STALE",
        "5.2.1.2 | Cache-Control: max-stale=10                         | 70 | STALE",
        "5.2.1.2 | Cache-Control: max-stale=10                         | 71 | MISS",
        "5.2.1.3 | Cache-Control: min-fresh=10                         | 50 | HIT",
        "5.2.1.3 | Cache-Control: min-fresh=10                         | 51 | MISS",
        "5.2.1.4 | Cache-Control: no-cache                             |  1 | MISS",
        "5.2.1.5 | Cache-Control: no-store                             |  1 | BYPASS",
        "5.2.1.7 | Cache-Control: only-if-cached                       |  1 | HIT",
        "5.2     | Cache-Control: x=\"no-cache\", nothing              |  1 | HIT",
        "5.4     | Pragma: no-cache                                    |  1 | MISS",
        "5.4     | Pragma: no-cache & Cache-Control: x                 |  1 | HIT",
        "4       | Accept: text/html & User-Agent: other & X-A: b      |  1 | HIT",
        "3.5     | Authorization: Basic eDp5                           |  1 | MISS",
      })
  void requestDirectivesDecideWhetherAStoredResponseIsReused(
      String clause, String request, long later, String outcome) throws IOException {
    assertSecondAnswer("Cache-Control: max-age=60", later, request, outcome);
  }

  /** RFC 6585 sections 3 to 6; 412 and 416 are about one request's fields. */
  @ParameterizedTest
  @ValueSource(ints = {412, 416, 428, 429, 431, 511})
  void statusesAboutASingleRequestAreNotStored(int status) throws IOException {
    String path = proxy.resource(proxy.response(status, "Cache-Control: max-age=60", "content"));
    proxy.get(path, "");

    assertThat(proxy.get(path, "").field("X-Cache")).isEqualTo("MISS");
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        200, 201, 202, 203, 204, 205, 299, 300, 301, 302, 303, 307, 308, 400, 401, 403, 404, 405,
        410, 414, 418, 451, 499, 500, 501, 502, 503, 504, 599
      })
  void section3EveryFinalStatusIsStoredWithExplicitFreshness(int status) throws IOException {
    String content = status == 204 || status == 205 ? "" : "content";
    String path = proxy.resource(proxy.response(status, "Cache-Control: max-age=60", content));
    proxy.get(path, "");
    Answer second = proxy.get(path, "");

    assertThat(second.status()).isEqualTo(status);
    assertThat(second.body()).isEqualTo(content);
    assertThat(second.field("X-Cache")).isEqualTo("HIT");
  }

  @ParameterizedTest
  @CsvSource({
    "200, HIT",
    "203, HIT",
    "204, HIT",
    "300, HIT",
    "301, HIT",
    "308, HIT",
    "404, HIT",
    "405, HIT",
    "410, HIT",
    "414, HIT",
    "501, HIT",
    "201, MISS",
    "302, MISS",
    "403, MISS",
    "500, MISS",
    "599, MISS"
  })
  void section4_2_2OnlySomeStatusesAreHeuristicallyFresh(int status, String outcome)
      throws IOException {
    String path =
        proxy.resource(
            proxy.response(status, "Last-Modified: {imf-9999}", status == 204 ? "" : "content"));
    proxy.get(path, "");

    assertThat(proxy.get(path, "").field("X-Cache")).isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "X-A                  | X-A: 1                        | X-A: 1                 | HIT",
        "X-A                  | X-A: 1                        | X-A: 2                 | MISS",
        "X-A                  | X-A: 1                        | ``                     | MISS",
        "X-A                  | ``                            | X-A:                   | MISS",
        "x-a, X-B             | X-A: 1 & X-B: 2               | X-B: 2 & x-a: 1        | HIT",
        "X-A & Vary: X-B      | X-A: 1 & X-B: 2               | X-A: 1 & X-B: 3        | MISS",
        "X-A                  | X-A: 1 & X-A: 2               | X-A: 1 ,2              | HIT",
        "X-A                  | X-A: 1, 2                     | X-A: 2, 1              | MISS",
        "X-A                  | X-A: a                        | X-A: A                 | MISS",
        "Accept-Language      | Accept-Language: de, EN;q=.5  | Accept-Language: DE, en;q=.5 | MISS",
        "Accept-Language      | Accept-Language: de, EN;q=0.5 | Accept-Language: en; q=0.50, DE | HIT",
        "*                    | ``                            | ``                     | MISS",
        "X-A, *               | ``                            | ``                     | MISS",
      })
  void section4_1TheNominatedFieldsMustMatch(
      String vary, String first, String second, String outcome) throws IOException {
    String path = proxy.resource(proxy.ok("Cache-Control: max-age=60 & Vary: " + vary));
    proxy.get(path, first);

    assertThat(proxy.get(path, second).field("X-Cache")).isEqualTo(outcome);
    if (outcome.equals("MISS") && !vary.contains("*")) {
      assertThat(proxy.get(path, first).field("X-Cache")).isEqualTo("HIT");
      assertThat(proxy.get(path, second).field("X-Cache")).isEqualTo("HIT");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max-age=60                  | MISS",
        "max-age=60, public          | HIT",
        "max-age=60, must-revalidate | HIT",
        "s-maxage=60                 | HIT"
      })
  void section3_5ResponseToAuthorizedRequestNeedsExplicitPermission(
      String cacheControl, String outcome) throws IOException {
    String path = proxy.resource(proxy.ok("Cache-Control: " + cacheControl));
    proxy.get(path, "Authorization: Basic eDp5");

    assertThat(proxy.get(path, "Authorization: Basic eDp5").field("X-Cache")).isEqualTo(outcome);
  }
}
