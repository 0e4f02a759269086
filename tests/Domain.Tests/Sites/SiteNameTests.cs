using Tracking.Domain.Sites;

namespace Tracking.Domain.Tests.Sites;

public class SiteNameTests
{
    [Theory]
    [InlineData("shop")]
    [InlineData("a")]
    [InlineData("0")]
    [InlineData("-")]
    [InlineData("my-shop-2")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void Lower_case_letters_digits_and_hyphens_name_a_site(string name) => Site.IsValidName(name).ShouldBeTrue();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("Shop")]
    [InlineData("my shop")]
    [InlineData("my_shop")]
    [InlineData("shop.example")]
    [InlineData("caf\u00e9")]
    [InlineData("\u0661")]
    [InlineData("\uff53hop")]
    [InlineData("shop\n")]
    [InlineData("shop/")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void Anything_else_does_not(string? name) => Site.IsValidName(name).ShouldBeFalse();
}
