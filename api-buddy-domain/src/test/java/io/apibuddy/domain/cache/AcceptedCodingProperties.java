package io.apibuddy.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.http.Headers;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** RFC 9110 section 12.5.3, reduced to whether gzip is accepted. */
class AcceptedCodingProperties {

  @Provide
  Arbitrary<String> fields() {
    return Arbitraries.of(
            "gzip",
            "x-gzip",
            "GZip",
            "br",
            "*",
            "",
            " ",
            "\t",
            ",",
            ", ",
            ";",
            ";q=0",
            ";Q=0.000",
            "; q= 0.1 ",
            "=",
            "x")
        .list()
        .ofMaxSize(8)
        .map(parts -> String.join("", parts));
  }

  @Property(tries = 2_000, seed = "1")
  void everyMemberIsEvaluatedSeparately(@ForAll("fields") String field) {
    assertThat(AcceptedCoding.of(Headers.of("Accept-Encoding", field))).isEqualTo(byMembers(field));
  }

  /** The same rule, applied member by member. */
  private static AcceptedCoding byMembers(String field) {
    boolean any = false;
    for (String member : field.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] codingAndWeight = member.split(";", 2);
      String coding = codingAndWeight[0].trim();
      boolean refused =
          codingAndWeight.length > 1
              && codingAndWeight[1].trim().replaceFirst("^q=\\s*", "q=").matches("q=0(\\.0{0,3})?");
      if (coding.equals("gzip") || coding.equals("x-gzip")) {
        return refused ? AcceptedCoding.IDENTITY : AcceptedCoding.GZIP;
      }
      any |= coding.equals("*") && !refused;
    }
    return any ? AcceptedCoding.GZIP : AcceptedCoding.IDENTITY;
  }
}
