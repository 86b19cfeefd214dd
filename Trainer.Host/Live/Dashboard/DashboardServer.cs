using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Trainer.Host.Configuration;
using Trainer.Host.Reports;

namespace Trainer.Host.Live.Dashboard;

/// <summary>
/// Serves one page that shows the run under way and the finished ones beside it. It answers questions and takes no
/// commands.
/// </summary>
internal sealed class DashboardServer : IDisposable
{
    private const string PageResource = "dashboard.html";
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
        + "connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new FiniteNumberConverter() },
    };

    private static readonly byte[] Page = ReadPage();

    private readonly WebApplication _application;
    private readonly bool _onlyLocal;
    private volatile Contents? _contents;

    private DashboardServer(IPAddress address, int port)
    {
        _onlyLocal = IPAddress.IsLoopback(address);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(address, port);
        });

        // Signals belong to the program's own host.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        _application = builder.Build();
        _application.Run(AnswerAsync);
    }

    /// <summary>Where the page is: <c>http://127.0.0.1:5080/</c>.</summary>
    public string Url => $"{_application.Urls.First().TrimEnd('/')}/";

    /// <summary>Takes the port, and answers that there is nothing yet.</summary>
    /// <param name="settings">Port and address.</param>
    /// <exception cref="SettingsException">The port is taken, or the address is not this computer's.</exception>
    public static DashboardServer Open(DashboardSettings settings)
    {
        var server = new DashboardServer(
            IPAddress.Parse(settings.Address), settings.Port ?? DashboardSettings.DefaultPort);
        try
        {
            server._application.Start();
            return server;
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            server.Dispose();
            throw new SettingsException(
                $"The dashboard cannot listen on {settings.Address}, port {settings.Port}: "
                + $"{e.InnerException?.Message ?? e.Message}. "
                + "Choose another Dashboard:Port, or 0 for any that is free.");
        }
    }

    /// <summary>Takes the port and serves.</summary>
    /// <param name="settings">Port and address.</param>
    /// <param name="live">The run under way; null for none.</param>
    /// <param name="config">Its settings as JSON; null for none.</param>
    /// <param name="runs">The folder of the finished runs.</param>
    /// <exception cref="SettingsException">The port is taken, or the address is not this computer's.</exception>
    public static DashboardServer Start(DashboardSettings settings, LiveRun? live, string? config, string runs)
    {
        DashboardServer server = Open(settings);
        server.Show(live, config, runs);
        return server;
    }

    /// <summary>Serves this from now on.</summary>
    /// <param name="live">The run under way; null for none.</param>
    /// <param name="config">Its settings as JSON; null for none.</param>
    /// <param name="runs">The folder of the finished runs.</param>
    public void Show(LiveRun? live, string? config, string runs) =>
        _contents = new Contents(live, config, new RunLibrary(runs));

    /// <inheritdoc/>
    public void Dispose() => ((IDisposable)_application).Dispose();

    private async Task AnswerAsync(HttpContext context)
    {
        HttpResponse response = context.Response;
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-store";
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            response.Headers.Allow = "GET, HEAD";
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        // A page of another site whose name leads here must not read ours.
        if (_onlyLocal && !IsLocal(context.Request.Host.Host))
        {
            response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        if (_contents is not { } contents)
        {
            response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        string name = context.Request.Query["name"].ToString();
        switch (context.Request.Path.Value)
        {
            case "/":
                await WriteAsync(context, "text/html; charset=utf-8", Page).ConfigureAwait(false);
                break;
            case "/live":
                await WriteJsonAsync(context, contents.Live is null ? null : LiveReport.Of(contents.Live.Read()))
                    .ConfigureAwait(false);
                break;
            case "/images.png":
                await WriteAsync(context, "image/png", contents.Live?.Images.Read()).ConfigureAwait(false);
                break;
            case "/settings":
                await WriteAsync(
                    context,
                    "application/json",
                    Utf8(name.Length > 0 ? contents.Library.ReadSettings(name) : contents.Settings))
                    .ConfigureAwait(false);
                break;
            case "/runs":
                await WriteJsonAsync(context, contents.Library.List()).ConfigureAwait(false);
                break;
            case "/history":
                await WriteJsonAsync(context, contents.Library.ReadHistory(name)).ConfigureAwait(false);
                break;
            default:
                response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }
    }

    private static bool IsLocal(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));

    private static byte[]? Utf8(string? text) => text is null ? null : System.Text.Encoding.UTF8.GetBytes(text);

    private static Task WriteJsonAsync(HttpContext context, object? value) =>
        WriteAsync(
            context,
            "application/json",
            value is null ? null : JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), Json));

    private static async Task WriteAsync(HttpContext context, string type, byte[]? content)
    {
        if (content is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = type;
        context.Response.ContentLength = content.Length;
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(content, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private static byte[] ReadPage()
    {
        using Stream stream = typeof(DashboardServer).Assembly.GetManifestResourceStream(PageResource)!;
        byte[] page = new byte[stream.Length];
        stream.ReadExactly(page);
        return page;
    }

    /// <summary>What there is to show.</summary>
    private sealed record Contents(LiveRun? Live, string? Settings, RunLibrary Library);

    /// <summary>A host that waits for no signal.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
