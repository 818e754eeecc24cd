package io.apibuddy.bootstrap.config;

import io.apibuddy.bootstrap.error.Problem;
import io.apibuddy.domain.config.AliasConfiguration;
import io.apibuddy.domain.config.CachePolicy;
import io.apibuddy.domain.config.PathRule;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds settings of mappings and rules that have no effect beside their others. */
final class IneffectiveSettings {
  private static final String HEAD_ALONE =
      "HEAD goes with GET and has no effect without it; add GET";
  private static final String LIFETIME =
      "has no effect on freshness in policy http; add policy: ttl, or remove it";

  private IneffectiveSettings() {}

  /** Returns a problem for each such setting. */
  static List<Problem> of(Configuration configuration) {
    Set<Problem> found = new LinkedHashSet<>(); // what is set for all mappings is found for each
    for (AliasConfiguration mapping : configuration.proxy().aliases().values()) {
      Map<String, Object> own =
          configuration.document().mappings().getOrDefault(mapping.alias(), Map.of());
      if (isHeadAlone(mapping.cache().cacheableMethods())) {
        Key<?> key = CacheKeys.CACHEABLE_METHODS;
        boolean isOwn = own.containsKey(key.mappingPath());
        found.add(problem(new Setting(isOwn ? mapping.alias() : "", key), "", HEAD_ALONE));
      }
      Setting rules = new Setting(mapping.alias(), OtherKeys.RULES);
      for (int i = 0; i < mapping.rules().size(); i++) {
        PathRule rule = mapping.rules().get(i);
        String at = "[" + i + "].";
        if (isHeadAlone(rule.methods())) {
          found.add(problem(rules, at + "methods", HEAD_ALONE));
        }
        if (rule.cache().policy() == CachePolicy.HTTP
            && hasLifetimeOnly(own.get(OtherKeys.RULES.mappingPath()), i)) {
          found.add(problem(rules, at + "ttl", LIFETIME));
        }
      }
    }
    return new ArrayList<>(found);
  }

  private static boolean isHeadAlone(Set<String> methods) {
    return methods.contains("HEAD") && !methods.contains("GET");
  }

  /** Returns whether the rule with that number, as a file states it, leaves the policy as it is. */
  private static boolean hasLifetimeOnly(@Nullable Object rules, int number) {
    return rules instanceof List<?> listed
        && listed.get(number) instanceof Map<?, ?> members
        && members.containsKey("ttl")
        && !members.containsKey("policy");
  }

  private static Problem problem(Setting setting, String member, String message) {
    return new Problem("", setting.path() + member, message);
  }
}
