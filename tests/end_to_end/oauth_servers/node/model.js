'use strict';

// What @node-oauth/oauth2-server asks its user for: clients, users and tokens, kept in memory.

class Model {
  constructor({ login, application, user }) {
    this.clients = [
      { ...login, grants: ['password', 'refresh_token'] },
      { ...application, grants: ['client_credentials'] },
    ];
    this.user = user;
    this.tokens = [];
  }

  async getClient(id, secret) {
    return this.clients.find((client) => client.id === id && client.secret === secret);
  }

  async getUser(username, password) {
    return username === this.user.username && password === this.user.password ? { username } : undefined;
  }

  // The library wants an owner for every token. That of an application has none but the application.
  async getUserFromClient({ id }) {
    return { application: id };
  }

  async saveToken(token, client, user) {
    const saved = { ...token, client: { id: client.id }, user };
    this.tokens.push(saved);
    return saved;
  }

  async getAccessToken(accessToken) {
    return this.tokens.find((token) => token.accessToken === accessToken);
  }

  async getRefreshToken(refreshToken) {
    return this.tokens.find((token) => token.refreshToken === refreshToken);
  }

  // The library calls this when it trades a refresh token for a new pair: the old pair ends.
  async revokeToken({ refreshToken }) {
    const count = this.tokens.length;
    this.tokens = this.tokens.filter((token) => token.refreshToken !== refreshToken);
    return this.tokens.length < count;
  }
}

module.exports = { Model };
