package io.apibuddy.domain.routing;

/**
 * Where a request goes.
 *
 * @param route the mapping
 * @param rest path (empty, or from the slash on) and query below the alias
 * @param upstream path and query to ask the upstream for
 */
public record RoutedTarget(Route route, RequestTarget rest, RequestTarget upstream) {}
