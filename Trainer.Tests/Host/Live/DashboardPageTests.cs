using Microsoft.Playwright;
using Trainer.Core.Training;
using Trainer.Core.Training.Callbacks;
using Trainer.Core.Training.Sources;
using Trainer.Host.Configuration;
using Trainer.Host.Live;
using Trainer.Host.Live.Dashboard;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Host.Live;

/// <summary>The page, in a browser.</summary>
/// <remarks>
/// TRAINER_BROWSER names a Chromium; without one the tests are skipped, unless TRAINER_REQUIRE_BROWSER is set. TRAINER_SCREENSHOTS names a
/// folder that receives pictures of the page.
/// </remarks>
[Collection(TorchCollection.Name)]
[Trait("Speed", "Slow")]
public sealed class DashboardPageTests
{
    private static readonly string[] Browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private static CancellationToken Patience => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_RunUnderWay_ShowsItAndLaysOthersOverIt()
    {
        await using PageSession session = await PageSession.OpenAsync();
        using var directory = new TemporaryDirectory();
        RunFolders.Write(
            directory.File("runs/earlier"), "epoch,loss,accuracy,val_loss,val_accuracy\n1,2.5,0.2,90,0.1\n2,2,0.3,3,0.25\n3,1.5,0.5,2,0.45\n", """{ "status": "completed", "accuracy": 0.75 }""");
        var live = new LiveRun("now", () => Runs.Pipeline(), cores: 4, TimeProvider.System);
        using DashboardServer server = DashboardServer.Start(new DashboardSettings { Port = 0 }, live, """{ "Training": { "Seed": 7, "Epochs": 3 } }""", directory.File("runs"));

        // The training stands still in its third epoch until the page has been looked at.
        using var seen = new ManualResetEventSlim();
        using var there = new SemaphoreSlim(0);
        using Model model = TinyModel.Make();
        BatchSource data = BatchSource.From(TinyData.Images(12), TinyData.Shape, TinyData.Labels(12));
        live.Images.Read();
        var pause = new LambdaCallback { TrainBatchEnd = (step, _) => Pause(step) };
        Task<History> training = model.FitAsync(data, new() { BatchSize = 6, Epochs = 3, ValidationData = data, Callbacks = [live, pause] }, Patience);
        await there.WaitAsync(Patience);
        try
        {
            IPage page = session.Page;
            await page.GotoAsync(server.Url);
            await Assertions.Expect(page.Locator("#title")).ToHaveTextAsync("now");
            await Assertions.Expect(page.Locator("#where")).ToHaveTextAsync("epoch 3/3, step 1/2");
            await Assertions.Expect(page.Locator("#stages tbody tr")).ToHaveCountAsync(5);
            await Assertions.Expect(page.Locator("#verdict")).ToContainTextAsync("-bound");
            await Assertions.Expect(page.Locator("#loss polyline")).ToHaveCountAsync(2);
            await Assertions.Expect(page.Locator("#images")).ToBeVisibleAsync();
            await Assertions.Expect(page.Locator("#settings")).ToContainTextAsync("Training:Seed");

            await page.GetByLabel("Show earlier").CheckAsync();
            await Assertions.Expect(page.Locator("#accuracy polyline")).ToHaveCountAsync(4);
            await Assertions.Expect(page.Locator("#settings-of")).ToHaveTextAsync("earlier");
            await page.Locator("#filter").FillAsync("recipe");
            await Assertions.Expect(page.Locator("#settings tr:visible")).ToHaveCountAsync(1);
            await session.TakePictureAsync("dashboard.png");
            await page.SetViewportSizeAsync(420, 900);
            await session.TakePictureAsync("dashboard-narrow.png");
            Assert.Equal(420, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        }
        finally
        {
            seen.Set();
        }

        await training;
        await Assertions.Expect(session.Page.Locator("#where")).ToContainTextAsync("finished");
        server.Dispose();
        await Assertions.Expect(session.Page.Locator("#gone")).ToBeVisibleAsync();

        // Of the connection that was cut, and of the picture before the first was drawn.
        Assert.All(session.Errors, error => Assert.Matches("ERR_CONNECTION|404", error));

        void Pause(int step)
        {
            if (step == 0 && live.Read().Epoch == 3)
            {
                there.Release();
                seen.Wait(Patience);
            }
        }
    }

    [Fact]
    public async Task Page_NoRunUnderWay_ComparesFinishedOnes()
    {
        await using PageSession session = await PageSession.OpenAsync();
        using var directory = new TemporaryDirectory();
        RunFolders.Write(directory.File("runs/<b>odd"), "epoch,loss,val_loss\n1,2.5,3\n2,2,2.5\n", report: null);
        using DashboardServer server = DashboardServer.Start(new DashboardSettings { Port = 0 }, live: null, config: null, directory.File("runs"));

        await session.Page.GotoAsync(server.Url);
        await session.Page.GetByLabel("Show <b>odd").CheckAsync();
        await Assertions.Expect(session.Page.Locator("#loss polyline")).ToHaveCountAsync(2);
        await Assertions.Expect(session.Page.Locator("#runs b")).ToHaveCountAsync(0);
        await Assertions.Expect(session.Page.Locator("#verdict")).ToBeHiddenAsync();
    }

    /// <summary>A page in a browser of the system; Playwright's own are not downloaded.</summary>
    private sealed class PageSession : IAsyncDisposable
    {
        private readonly IPlaywright _playwright;
        private readonly IBrowser _browser;

        private PageSession(IPlaywright playwright, IBrowser browser, IPage page)
        {
            _playwright = playwright;
            _browser = browser;
            Page = page;
            page.Console += (_, message) =>
            {
                if (string.Equals(message.Type, "error", StringComparison.Ordinal))
                {
                    Errors.Add(message.Text);
                }
            };
            page.PageError += (_, error) => Errors.Add(error);
        }

        public IPage Page { get; }

        public System.Collections.Concurrent.ConcurrentBag<string> Errors { get; } = [];

        public static async Task<PageSession> OpenAsync()
        {
            string? browser = Environment.GetEnvironmentVariable("TRAINER_BROWSER") ?? Browsers.FirstOrDefault(File.Exists);
            if (browser is null)
            {
                string reason = $"There is no browser at {string.Join(", ", Browsers)}; TRAINER_BROWSER can name one.";
                Assert.False(Environment.GetEnvironmentVariable("TRAINER_REQUIRE_BROWSER") is { Length: > 0 }, reason);
                Assert.Skip(reason);
            }

            IPlaywright playwright = await Playwright.CreateAsync();
            IBrowser started = await playwright.Chromium.LaunchAsync(new()
            {
                ExecutablePath = browser,
                Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic"],
            });
            return new PageSession(playwright, started, await started.NewPageAsync(new() { ViewportSize = new() { Width = 1200, Height = 900 } }));
        }

        /// <summary>Keeps a picture for a person to look at, if they asked for it.</summary>
        public async Task TakePictureAsync(string name)
        {
            if (Environment.GetEnvironmentVariable("TRAINER_SCREENSHOTS") is { } folder)
            {
                await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, name), FullPage = true });
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _browser.CloseAsync();
            _playwright.Dispose();
        }
    }
}
