package dev.countersign.server.people;

/**
 * Organization that an administrator of the root organization enters.
 *
 * @param number its key in the store
 * @param id its id in the API
 */
public record VisitedOrganization(long number, String id, String slug) {}
