"""The protocol of Ginart et al. 2019, by the tool itself."""
