using System.Net;
using System.Text.Json;
using Trainer.Host.Configuration;
using Trainer.Host.Live;
using Trainer.Host.Live.Dashboard;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Host.Live;

public sealed class DashboardServerTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly DashboardServer _server;
    private readonly HttpClient _client = new();

    public DashboardServerTests()
    {
        RunFolders.Write(_directory.File("runs/first run"), "epoch,loss\n1,2.5\n", report: null);
        var live = new LiveRun("now", () => Runs.Pipeline(), cores: 4, new ManualTimeProvider());
        _server = DashboardServer.Start(new DashboardSettings { Port = 0 }, live, """{ "Training": { "Seed": 7 } }""", _directory.File("runs"));
        _client.BaseAddress = new Uri(_server.Url);
    }

    private static CancellationToken Patience => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Get_Page_IsSelfContained()
    {
        string page = await _client.GetStringAsync(string.Empty, Patience);

        Assert.Contains("<title>DataflowTrainer</title>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http://", page.Replace("http://www.w3.org/2000/svg", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_Data_IsThatOfTheRuns()
    {
        JsonElement live = await ReadAsync("live");
        Assert.Equal("now", live.GetProperty("run").GetString());
        Assert.Equal(["read", "parse", "augment", "batch", "prefetch"], live.GetProperty("stages").EnumerateArray().Select(stage => stage.GetProperty("name").GetString()));
        Assert.Equal("first run", Assert.Single((await ReadAsync("runs")).EnumerateArray()).GetProperty("name").GetString());
        Assert.Equal(2.5, (await ReadAsync("history?name=first%20run")).GetProperty("loss")[0].GetDouble());
        Assert.Equal(7, (await ReadAsync("settings")).GetProperty("Training").GetProperty("Seed").GetInt32());
        Assert.Equal(2, (await ReadAsync("settings?name=first%20run")).GetProperty("Training").GetProperty("Epochs").GetInt32());
    }

    [Theory]
    [InlineData("images.png")]
    [InlineData("history?name=..")]
    [InlineData("history?name=../runs/first%20run")]
    [InlineData("settings?name=%2e%2e%2fsecret")]
    [InlineData("config.json")]
    [InlineData("../secret")]
    public async Task Get_AnythingElse_IsNotFound(string path) => Assert.Equal(HttpStatusCode.NotFound, (await _client.GetAsync(path, Patience)).StatusCode);

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Send_Command_IsRefused(string method) => Assert.Equal(
        HttpStatusCode.MethodNotAllowed, (await _client.SendAsync(new HttpRequestMessage(new HttpMethod(method), "live"), Patience)).StatusCode);

    [Theory]
    [InlineData("example.org", HttpStatusCode.Forbidden)]
    [InlineData("192.168.1.2", HttpStatusCode.Forbidden)]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("[::1]", HttpStatusCode.OK)]
    public async Task Get_ForAnotherHost_IsRefused(string host, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "live");
        request.Headers.Host = host;

        Assert.Equal(status, (await _client.SendAsync(request, Patience)).StatusCode);
    }

    [Fact]
    public void Start_PortThatIsTaken_SaysSo()
    {
        int port = new Uri(_server.Url).Port;
        SettingsException e = Assert.Throws<SettingsException>(
            () => DashboardServer.Start(new DashboardSettings { Port = port }, live: null, config: null, _directory.File("runs")));

        Assert.StartsWith($"The dashboard cannot listen on 127.0.0.1, port {port}: ", e.Message, StringComparison.Ordinal);
        Assert.EndsWith("Choose another Dashboard:Port, or 0 for any that is free.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_BeforeThereIsSomethingToShow_IsUnavailable()
    {
        using DashboardServer server = DashboardServer.Open(new DashboardSettings { Port = 0 });
        using HttpResponseMessage early = await _client.GetAsync(new Uri($"{server.Url}live"), Patience);
        server.Show(live: null, config: "{}", _directory.File("runs"));
        using HttpResponseMessage then = await _client.GetAsync(new Uri($"{server.Url}settings"), Patience);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (early.StatusCode, then.StatusCode));
    }

    private async Task<JsonElement> ReadAsync(string path)
    {
        using JsonDocument document = JsonDocument.Parse(await _client.GetStringAsync(path, Patience));
        return document.RootElement.Clone();
    }
}
