package io.apibuddy.domain.routing;

/**
 * The destination of a request.
 *
 * @param route the mapping
 * @param rest path and query below the alias; the path is empty or begins with a slash
 * @param upstream path and query to request from the upstream
 */
public record RoutedTarget(Route route, RequestTarget rest, RequestTarget upstream) {}
