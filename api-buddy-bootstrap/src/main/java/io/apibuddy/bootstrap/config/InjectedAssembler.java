package io.apibuddy.bootstrap.config;

import io.apibuddy.domain.config.InjectedFields;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.Token;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Builds the header fields that a mapping injects from configuration values. */
final class InjectedAssembler {
  /** The placeholder for a value that is not known and not sent. */
  private static final String UNKNOWN = "unknown";

  private final Values values;
  private final Problems problems;

  InjectedAssembler(Values values, Problems problems) {
    this.values = values;
    this.problems = problems;
  }

  /**
   * Returns the valid fields and reports the others, without their values.
   *
   * @param sent whether requests may go to the mapping's upstream; if not, no variable is needed
   */
  Headers of(String alias, boolean sent) {
    List<CredentialTypes.Field> fields = values.find(alias, OtherKeys.HEADERS);
    if (fields == null) {
      return Headers.EMPTY;
    }
    Headers.Builder injected = Headers.builder();
    Set<String> names = new HashSet<>();
    for (CredentialTypes.Field field : fields) {
      String objection = violation(field, names.add(field.name().toLowerCase(Locale.ROOT)), sent);
      if (objection.isEmpty()) {
        injected.add(field.name(), field.missingVariable() == null ? field.value() : UNKNOWN);
      } else {
        String path = new Setting(alias, OtherKeys.HEADERS).path() + "." + field.name();
        problems.add(field.position(), path, objection);
      }
    }
    return injected.build();
  }

  private static String violation(CredentialTypes.Field field, boolean first, boolean sent) {
    if (!Token.is(field.name())) {
      return "is not a header field name: use letters, digits and hyphens";
    }
    if (!first) {
      return "appears twice; only one would be used, so remove the other";
    }
    String missingVariable = field.missingVariable();
    if (missingVariable != null && sent) {
      return missingVariable;
    }
    String objection =
        InjectedFields.violation(field.name(), missingVariable == null ? field.value() : UNKNOWN);
    return objection == null ? "" : objection;
  }
}
