package io.apibuddy.domain.exchange;

import io.apibuddy.domain.security.AdminPath;
import io.apibuddy.ports.admin.AdminRequest;
import io.apibuddy.ports.admin.AdminResource;
import io.apibuddy.ports.admin.AdminResources;
import io.apibuddy.ports.admin.AdminResponse;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The admin resources: health, which always exists, and those that were given. */
record AdminResourcesWithHealth(AdminResources given) implements AdminResources {
  private static final AdminResource HEALTH =
      new AdminResource() {
        @Override
        public Set<String> methods() {
          return Set.of("GET");
        }

        @Override
        public AdminResponse answer(AdminRequest request) {
          return AdminResponse.of("application/json", "{\"status\":\"ok\"}\n");
        }
      };

  @Override
  public @Nullable AdminResource at(String path) {
    return path.equals(AdminPath.HEALTH) ? HEALTH : given.at(path);
  }
}
