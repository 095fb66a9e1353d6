package dev.countersign.server.web;

import dev.countersign.server.people.Role;

/**
 * Permission that an operation of the REST API needs.
 *
 * @param scope of the access token of an application
 * @param role of a person, by a personal access token
 */
public record Permission(String scope, Role role) {}
