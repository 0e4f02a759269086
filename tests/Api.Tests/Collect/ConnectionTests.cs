using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Tracking.Api.Tests.Composition;

namespace Tracking.Api.Tests.Collect;

/// <summary>Clients that break off, stall or speak something else than HTTP.</summary>
public sealed class ConnectionTests(ConnectionTests.ImpatientService impatient) : IClassFixture<ConnectionTests.ImpatientService>, IAsyncLifetime
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes(Sample.PageView().ToJsonString());
    private readonly RunningService service = impatient.Service;
    private TestSite site = null!;

    public async Task InitializeAsync() => site = await service.CreateSiteAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_client_that_stalls_is_let_go_and_nothing_of_it_is_stored()
    {
        string[] heads = [$"Content-Length: {Body.Length}", "Transfer-Encoding: chunked"];
        var answers = await Task.WhenAll(heads.Select(async head =>
        {
            using var connection = await RawConnection.OpenAsync(service);
            await connection.SendAsync(Head(head));
            await connection.SendAsync(head.StartsWith('C') ? Body[..20] : Encoding.ASCII.GetBytes("5\r\n{\"typ\r\n"));
            return await connection.ReadToEndAsync();
        }));
        answers.ShouldAllBe(answer => answer.Length == 0 || answer.StartsWith("HTTP/1.1 408 "));
        await ShouldWorkAndHaveStoredNothingElseAsync();
    }

    [Fact]
    public async Task A_client_that_stalls_before_its_body_is_let_go()
    {
        using var connection = await RawConnection.OpenAsync(service);
        await connection.SendAsync("POST /v1/events HTTP/1.1\r\nHost: "u8.ToArray());
        var answer = await connection.ReadToEndAsync();
        (answer.Length == 0 || answer.StartsWith("HTTP/1.1 408 ", StringComparison.Ordinal)).ShouldBeTrue(answer);
        await ShouldWorkAndHaveStoredNothingElseAsync();
    }

    [Fact]
    public async Task A_client_that_breaks_off_at_any_byte_leaves_nothing_behind()
    {
        byte[] request = [.. Head($"Content-Length: {Body.Length}\r\nConnection: close"), .. Body];
        for (var length = 0; length < request.Length; length += 3)
        {
            using var connection = await RawConnection.OpenAsync(service);
            await connection.SendAsync(request[..length]);
            connection.EndSending();
            (await connection.ReadToEndAsync()).ShouldNotContain("HTTP/1.1 2");
        }

        await ShouldWorkAndHaveStoredNothingElseAsync();
    }

    [Theory]
    [InlineData("\r\n\r\n")]
    [InlineData("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00FC\u0003\u0003")]
    [InlineData("GET / HTTP/9.9\r\n\r\n")]
    [InlineData("GET /\u00FF HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("POST /v1/events HTTP/1.1\r\n\r\n")]
    [InlineData("POST /v1/events HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")]
    [InlineData("POST /v1/events HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("POST /v1/events HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}")]
    [InlineData("POST /v1/events HTTP/1.1\r\nHost: a\r\nX : y\r\n\r\n")]
    [InlineData("POST /../../etc/passwd HTTP/1.1\r\nHost: a\r\n: y\r\n\r\n")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")]
    [InlineData("\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\n\n")]
    public async Task What_is_no_http_is_refused_and_does_no_harm(string bytes)
    {
        using var connection = await RawConnection.OpenAsync(service);
        await connection.SendAsync(Encoding.Latin1.GetBytes(bytes));
        connection.EndSending();
        var answer = await connection.ReadToEndAsync();
        (!answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) || answer.StartsWith("HTTP/1.1 4", StringComparison.Ordinal) || answer.StartsWith("HTTP/1.1 505", StringComparison.Ordinal)).ShouldBeTrue(answer);
        await ShouldWorkAndHaveStoredNothingElseAsync();
    }

    [Theory]
    [InlineData("zz\r\n{}\r\n0\r\n\r\n")]
    [InlineData("ffffffffffffffff\r\n{}\r\n0\r\n\r\n")]
    [InlineData("2\r\n{}xx0\r\n\r\n")]
    public async Task Chunks_that_are_none_are_refused(string chunks)
    {
        using var connection = await RawConnection.OpenAsync(service);
        await connection.SendAsync(Head("Transfer-Encoding: chunked\r\nConnection: close"));
        await connection.SendAsync(Encoding.ASCII.GetBytes(chunks));
        var answer = await connection.ReadToEndAsync();
        (answer.Length == 0 || answer.StartsWith("HTTP/1.1 400 ", StringComparison.Ordinal)).ShouldBeTrue(answer);
        await ShouldWorkAndHaveStoredNothingElseAsync();
    }

    [Theory]
    [InlineData("User-Agent: Mozilla/5.0 Caf\u00e9/1.0")]
    [InlineData("User-Agent: \u0080\u00ff\u00c3\u00a9")]
    [InlineData("Accept-Language: fran\u00e7ais")]
    [InlineData("Sec-CH-UA: \"Caf\u00e9\";v=\"1\"")]
    [InlineData("Origin: http://caf\u00e9.example")]
    [InlineData("X-Whatever: \u00fc")]
    public async Task A_header_with_a_byte_beyond_ascii_costs_no_event(string header)
    {
        using var connection = await RawConnection.OpenAsync(service);
        await connection.SendAsync([.. Head($"{header}\r\nContent-Length: {Body.Length}\r\nConnection: close"), .. Body]);
        (await connection.ReadToEndAsync()).ShouldStartWith("HTTP/1.1 202 ");
        await RunningService.UntilAsync(async () => await service.Store.TakenInAsync(site.Name) == 1, "it is stored", service.Log);
        service.Log.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_large_body_is_refused_before_it_was_sent()
    {
        using var connection = await RawConnection.OpenAsync(service);
        await connection.SendAsync(Head("Content-Length: 99999999999\r\nExpect: 100-continue"));
        (await connection.ReadToEndAsync()).ShouldStartWith("HTTP/1.1 413 ");
    }

    private byte[] Head(string headers) => Encoding.Latin1.GetBytes(
        $"POST /v1/events HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: {site.WriteKey}\r\nContent-Type: application/json\r\n{headers}\r\n\r\n");

    private async Task ShouldWorkAndHaveStoredNothingElseAsync()
    {
        (await site.CollectAsync(Sample.PageView())).Status.ShouldBe(202);
        (await site.StoredAsync()).Count.ShouldBe(1);
        service.Log.Errors.ShouldBeEmpty();
    }

    /// <summary>A service that waits for nobody longer than Kestrel lets it be told.</summary>
    public sealed class ImpatientService : IAsyncLifetime
    {
        public RunningService Service { get; private set; } = null!;

        public async Task InitializeAsync() => Service = await RunningService.StartAsync(kestrel =>
        {
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(1.1));
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(1);
        });

        public async Task DisposeAsync() => await Service.DisposeAsync();
    }
}
