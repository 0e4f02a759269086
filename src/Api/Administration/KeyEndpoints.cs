using AutoMapper;
using Tracking.Api.Authentication;
using Tracking.Api.Collect;
using Tracking.Api.Problems;
using Tracking.Application.Collect;
using Tracking.Application.Collect.Reading;
using Tracking.Application.Sites;
using Tracking.Domain.Sites;

namespace Tracking.Api.Administration;

/// <summary>A site's keys (HTTP contract v1, "Administration").</summary>
internal static class KeyEndpoints
{
    private const int MaxNameLength = 128;
    private const int MostScopes = 8;

    /// <summary>Maps them.</summary>
    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        var keys = routes.MapGroup("/v1/sites/{site}/keys").WithTags("Administration");
        keys.MapGet("/", (HttpContext context, string site, ISiteDirectory directory, IMapper mapper) =>
                OwnSite.Check(context, site)
                ?? TypedResults.Json(new KeysAnswer(mapper.Map<IReadOnlyList<KeyAnswer>>(directory.KeysOf(context.GetCaller().Site.Id)))))
            .WithName("listKeys").Produces<KeysAnswer>().RequireScope(KeyScopes.Admin);
        keys.MapPost("/", CreateAsync).WithName("createKey").Produces<CreatedKeyAnswer>(StatusCodes.Status201Created).RequireScope(KeyScopes.Admin);
        keys.MapDelete("/{id:int}", async (HttpContext context, string site, int id, ISiteAdministration administration) =>
                OwnSite.Check(context, site)
                ?? (await administration.RevokeKeyAsync(context.GetCaller().Site, id, context.RequestAborted)
                    ? TypedResults.NoContent()
                    : Problem.NotFound("key")))
            .WithName("revokeKey").RequireScope(KeyScopes.Admin);
    }

    private static Task<IResult> CreateAsync(HttpContext context, string site, ISiteAdministration administration) =>
        JsonBody.WithObjectAsync(context, async json =>
        {
            if (OwnSite.Check(context, site) is { } refused)
                return refused;
            var caller = context.GetCaller();
            var errors = new List<FieldError>();
            var fields = new JsonFields(json, string.Empty, errors);
            var kind = fields.Text("kind") switch
            {
                "write" => KeyKind.Write,
                "secret" => KeyKind.Secret,
                _ => (KeyKind?)null,
            };
            if (kind is null && errors.Count == 0)
                fields.Fail("kind", RejectionReason.Missing, "is required: write or secret");
            var name = fields.Text("name", MaxNameLength) ?? string.Empty;
            var scopes = Scopes(fields, kind, caller.Key.Scopes);
            if (errors.Count > 0)
                return Problem.Invalid(CollectAnswer.ByPath(errors, string.Empty));

            var key = ApiKey.Create(kind!.Value);
            var added = await administration.AddKeyAsync(caller.Site, kind.Value, scopes, name, ApiKey.HashOf(key), context.RequestAborted);
            return TypedResults.Created(
                $"/v1/sites/{site}/keys/{added!.Id}",
                new CreatedKeyAnswer(added.Id, added.Kind, [.. ScopeWords.Words(added.Scopes)], added.Name, added.CreatedAt, key));
        });

    private static KeyScopes Scopes(JsonFields fields, KeyKind? kind, KeyScopes own)
    {
        var words = fields.TextList("scopes", MostScopes) ?? [];
        if (kind == KeyKind.Write)
        {
            if (words.Any(word => word != "collect"))
                fields.Fail("scopes", RejectionReason.InvalidValue, "a write key may only collect");
            return KeyScopes.Collect;
        }

        var scopes = KeyScopes.None;
        foreach (var word in words)
            scopes |= ScopeWords.ByWord.GetValueOrDefault(word);
        if (words.Count == 0 || words.Any(word => !ScopeWords.ByWord.ContainsKey(word) || word == "instance"))
            fields.Fail("scopes", RejectionReason.InvalidValue, "is required for a secret key: some of collect, reports, privacy, admin");
        else if (!own.HasFlag(scopes))
            fields.Fail("scopes", RejectionReason.InvalidValue, $"cannot be more than this key's own: {ScopeWords.Of(own)}");
        return scopes;
    }
}
