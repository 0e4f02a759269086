using FluentValidation;
using MediatR;
using Tracking.Application.Collect.Reading;
using Tracking.Contracts.Events;
using Tracking.Domain.Collect;
using Tracking.Domain.Sites;
using TransactionItem = Tracking.Domain.Collect.TransactionItem;

namespace Tracking.Application.Collect.Transactions;

/// <summary>Collects a completed or refunded order (HTTP contract v1, type <c>transaction</c>).</summary>
/// <param name="Envelope">Who, when and under which messageId.</param>
/// <param name="OrderId">The shop's id of the order; orders are counted once by it.</param>
/// <param name="Value">What it is worth, 0 to 1,000,000,000,000; kept with six decimals.</param>
/// <param name="Currency">ISO 4217 code in capitals.</param>
/// <param name="Tax">Tax.</param>
/// <param name="Shipping">Shipping.</param>
/// <param name="Discount">Discount.</param>
/// <param name="Coupon">Coupon code.</param>
/// <param name="Status">Completed unless said otherwise.</param>
/// <param name="Url">The page's absolute URL.</param>
/// <param name="Items">What was bought.</param>
public sealed record TrackTransaction(
    EventEnvelope Envelope,
    string? OrderId,
    decimal? Value,
    string? Currency,
    decimal? Tax,
    decimal? Shipping,
    decimal? Discount,
    string? Coupon,
    TransactionStatus Status,
    string? Url,
    IReadOnlyList<TransactionItem> Items) : ITrackCommand<TrackTransaction, TransactionRecorded, Transaction>
{
    private const int MostItems = 1_000;

    /// <inheritdoc/>
    public static TrackTransaction Read(EventEnvelope envelope, JsonFields properties) => new(
        envelope,
        properties.Text("orderId", 256),
        properties.Number("value"),
        properties.Text("currency"),
        properties.Number("tax"),
        properties.Number("shipping"),
        properties.Number("discount"),
        properties.Text("coupon"),
        properties.Word("status", TransactionStatus.Completed),
        properties.Text("url", PageUrl.MaxLength),
        [.. properties.Objects("items", MostItems).Select(item => new TransactionItem(
            item.Text("sku") ?? string.Empty,
            item.Text("name"),
            item.Text("category"),
            item.Text("brand"),
            item.Text("variant"),
            item.Number("price"),
            item.SmallInteger("quantity")))]);

    /// <inheritdoc/>
    public static Transaction ToContract(TransactionRecorded collected) => new(
        collected.OrderId,
        collected.Value,
        collected.Currency,
        collected.Tax,
        collected.Shipping,
        collected.Discount,
        collected.Coupon,
        Words.Of(collected.Status),
        collected.Url,
        [.. collected.Items.Select(item => new Contracts.Events.TransactionItem(
            item.Sku, item.Name, item.Category, item.Brand, item.Variant, item.Price, item.Quantity))]);
}

internal sealed class TrackTransactionValidator : AbstractValidator<TrackTransaction>
{
    private const decimal MostMoney = 1_000_000_000_000m;

    public TrackTransactionValidator()
    {
        RuleFor(order => order.OrderId).Required("properties.orderId");
        RuleFor(order => order.Value)
            .NotNull().OverridePropertyName("properties.value").WithMessage("is required").Because(RejectionReason.Missing);
        RuleFor(order => order.Value).InRange(0, MostMoney, "properties.value");
        RuleFor(order => order.Currency).Cascade(CascadeMode.Stop)
            .NotEmpty().OverridePropertyName("properties.currency").WithMessage("is required").Because(RejectionReason.Missing)
            .Must(Currencies.IsKnown).OverridePropertyName("properties.currency")
            .WithMessage("must be an ISO 4217 code in capitals, such as EUR or BRL").Because(RejectionReason.InvalidValue);
        RuleFor(order => order.Tax).InRange(0, MostMoney, "properties.tax");
        RuleFor(order => order.Shipping).InRange(0, MostMoney, "properties.shipping");
        RuleFor(order => order.Discount).InRange(0, MostMoney, "properties.discount");
        RuleFor(order => order.Url).OptionalUrl("properties.url");
        RuleForEach(order => order.Items).ChildRules(item =>
        {
            item.RuleFor(line => line.Sku).Required("sku");
            item.RuleFor(line => line.Price).InRange(0, MostMoney, "price");
            item.RuleFor(line => (long?)line.Quantity).InRange(1, int.MaxValue, "quantity");
        }).OverridePropertyName("properties.items");
    }
}

internal sealed class TrackTransactionHandler(EventHeaders headers) : IRequestHandler<TrackTransaction, CollectOutcome>
{
    /// <summary>What a browser's transaction is called on a site that believes its servers alone.</summary>
    public const string UnverifiedName = "unverified_transaction";

    public async Task<CollectOutcome> Handle(TrackTransaction request, CancellationToken cancellationToken)
    {
        var envelope = request.Envelope;
        var header = await headers.ForAsync(request, cancellationToken);
        var url = envelope.Cleaned(request.Url);
        if (!envelope.FromServer && envelope.Site.Settings.TransactionsFrom == TransactionsFrom.Server)
            return new CollectOutcome.Collected(new CustomEventOccurred(header, UnverifiedName, url, Properties: null));

        var key = headers.OrderKey(envelope, request.OrderId!);
        return new CollectOutcome.Collected(new TransactionRecorded(
            header,
            envelope.WithConsent(request.OrderId) ?? KeyedHash.Text(key),
            key,
            Money(request.Value)!.Value,
            request.Currency!,
            request.Status)
        {
            Tax = Money(request.Tax),
            Shipping = Money(request.Shipping),
            Discount = Money(request.Discount),
            Coupon = envelope.WithConsent(request.Coupon),
            Url = url,
            Items = [.. request.Items.Select(item => item with { Price = Money(item.Price) })],
        });
    }

    // Browsers compute with binary fractions and send 0.30000000000000004.
    private static decimal? Money(decimal? amount) => amount is { } value ? decimal.Round(value, 6) : null;
}
